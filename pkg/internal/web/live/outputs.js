// What a cell shows: gathered from the kernel's messages as Jupyter gathers them, and
// made HTML as the exporter does it (outputs.py, which a test compares it with).

import { AnsiUp } from "./editor/libraries.js";

const LONG = 60, HEAD = 30; // an output of more lines than LONG shows its first HEAD and folds the rest
const LIMIT = 1_000_000; // characters that a page shows of what one cell prints

// Best first. A page has no Markdown and no TeX of its own: they are shown as text.
const FORMS = ["text/html", "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp", "application/javascript", "text/plain", "text/markdown", "text/latex"];

// Outputs gathers the messages of one execution into list, in the file format's form.
// Displays holds, for a whole page, those that may be updated later.
export class Outputs {
  constructor(displays = new Map()) {
    this.displays = displays;
    this.list = [];
    this.printed = 0;
  }

  take({ header, content }) {
    switch (header.msg_type) {
      case "stream":
        return this.print(content);
      case "display_data":
      case "execute_result": {
        const output = { output_type: "display_data", data: content.data, metadata: content.metadata ?? {} };
        this.put(output);
        const id = content.transient?.display_id;
        if (id) this.displays.set(id, [...(this.displays.get(id) ?? []), output]);
        return true;
      }
      case "update_display_data":
        for (const output of this.displays.get(content.transient?.display_id) ?? []) {
          Object.assign(output, { data: content.data, metadata: content.metadata ?? {} });
        }
        return true;
      case "error":
        this.put({ output_type: "error", ename: content.ename, evalue: content.evalue, traceback: content.traceback ?? [] });
        return true;
      case "clear_output":
        if (content.wait) this.clearNext = true;
        else this.list = [];
        return true;
    }
    return false;
  }

  put(output) {
    if (this.clearNext) this.list = [];
    this.clearNext = false;
    this.list.push(output);
    return output;
  }

  // print adds to a stream: all that a cell prints on it stands together.
  print({ name, text }) {
    const room = LIMIT - this.printed;
    if (room <= 0) return false;
    this.printed += text.length;
    if (text.length > room) text = text.slice(0, room) + "\nThe cell printed more than a page can show: the rest was left out.\n";
    const stream = !this.clearNext && this.list.find((output) => output.output_type === "stream" && output.name === name);
    if (stream) stream.text += text;
    else this.put({ output_type: "stream", name, text });
    return true;
  }
}

// rendered returns the elements that show outputs.
export function rendered(outputs) {
  return outputs.map((output) => {
    const box = document.createElement("div");
    box.className = "output";
    box.append(...one(output));
    return box;
  }).filter((box) => box.hasChildNodes());
}

const joined = (text) => Array.isArray(text) ? text.join("") : String(text);

function one(output) {
  if (output.output_type === "stream") return /[^\n]/.test(joined(output.text)) ? textBlock(joined(output.text), output.name) : [];
  if (output.output_type === "error") {
    const words = joined(output.traceback.join("\n")) || `${output.ename}: ${output.evalue}`;
    const box = element("div", "error", element("p", "", "This cell ended with an error."), ...textBlock(words, "trace"));
    return [box];
  }
  const form = FORMS.find((f) => f in output.data);
  if (!form) return [element("p", "notice", "This output lives only in Jupyter.")];
  const text = joined(output.data[form]);
  if (form === "text/html") return [html(text)];
  if (form === "application/javascript") return [running(`<div><script>{ const element = document.currentScript.parentElement;\n${text}\n}</script></div>`)];
  if (form.startsWith("image/")) return [picture(form, text, output)];
  return textBlock(text, "result");
}

function html(text) {
  const wide = /<table\b/i.test(text) && !/class="ls\b|class="ls-/.test(text);
  const box = element("div", wide ? "html wide" : "html");
  box.dataset.name = "Output";
  const content = running(text);
  for (const picture of content.querySelectorAll("img.ls-f")) picture.remove(); // for notebooks that aren't trusted
  box.append(content);
  return box;
}

// running returns HTML whose scripts run when it is put into the page.
function running(text) {
  const content = document.createRange().createContextualFragment(text);
  return content;
}

function picture(form, text, { data, metadata }) {
  const own = metadata[form] ?? {};
  const image = element("img", "shown");
  if (form === "image/svg+xml") {
    image.src = `data:${form};base64,${btoa(String.fromCharCode(...new TextEncoder().encode(text)))}`;
    const drawing = new DOMParser().parseFromString(text, form);
    image.alt = [...drawing.querySelectorAll("title, desc")].map((words) => words.textContent).join(" ").trim();
  } else {
    image.src = `data:${form};base64,${text.replace(/\s/g, "")}`;
  }
  const plain = joined(data["text/plain"] ?? "").trim();
  image.alt = own.alt || metadata.alt || image.alt || (/^<.*>$/s.test(plain) ? "" : plain) || "Picture without a description";
  for (const side of ["width", "height"]) if (own[side]) image.setAttribute(side, own[side]);
  return image;
}

// overwritten is what is left on a screen: a carriage return starts its line anew.
const overwritten = (text) => text.split("\n").map((line) => line.replace(/\r+$/, "").split("\r").at(-1)).join("\n");

const names = { stderr: "Messages", trace: "Error" };

// textBlock is text as a program printed it; a long one is folded after its first lines.
function textBlock(text, kind) {
  const lines = overwritten(text).replace(/^\n+|\n+$/g, "").split("\n");
  const block = (some) => {
    const pre = element("pre", kind);
    pre.dataset.name = names[kind] ?? "Output";
    pre.innerHTML = coloured(some.join("\n"));
    return pre;
  };
  if (lines.length <= LONG) return [block(lines)];
  const rest = element("details", "rest", element("summary", "", `${(lines.length - HEAD).toLocaleString("en")} more lines`), block(lines.slice(HEAD)));
  return [block(lines.slice(0, HEAD)), rest];
}

// coloured makes HTML of a terminal's colours, in nbconvert's classes: bold is bright there.
function coloured(text) {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  ansi.boldStyle = "--bold:1";
  ansi.underlineStyle = "--underline:1";
  for (const colour of ansi.ansi_colors.flat()) colour.class_name = colour.class_name.replace(/bright-(\w+)/, "$1-intense");
  const content = document.createElement("template");
  content.innerHTML = ansi.ansi_to_html(text);
  for (const span of content.content.querySelectorAll("[style]")) {
    for (const what of ["bold", "underline"]) if (span.style.getPropertyValue(`--${what}`)) {
      span.style.removeProperty(`--${what}`);
      span.classList.add(`ansi-${what}`);
    }
    if (span.matches(".ansi-bold")) span.className = span.className.replace(/ansi-(\w+)-fg/, "ansi-$1-intense-fg");
    if (!span.style.cssText) span.removeAttribute("style");
  }
  return content.innerHTML;
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
