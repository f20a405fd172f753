// Offers to run the page's cells. What runs them is loaded when a reader asks for it; a
// page that was taken off its site hasn't got it.
if (location.protocol !== "file:") {
  const beside = document.querySelector("[data-beside]").dataset.beside;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "run-here";
  button.textContent = "Run here";
  button.title = "Change and run the code on this page, in your browser";
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = "Loading …";
    try {
      const { run } = await import(new URL(beside + "live.js", document.baseURI));
      button.remove();
      await run();
    } catch (error) {
      button.disabled = false;
      button.textContent = "Run here";
      button.insertAdjacentHTML("afterend", '<span role="alert" class="run-here-failed"></span>');
      button.nextSibling.textContent = `It could not be loaded (${error.message}): try again.`;
    }
  });
  document.querySelector(".bar").append(button);
}
