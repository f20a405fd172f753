// Sbom lists what is inside the image, as an SPDX 2.3 document.
//
//	sbom CHECKOUT VERSION >sbom.spdx.json
//
// It asks those who know: dpkg, pip, JupyterLab about the JavaScript in its
// pages, and the go command about modules and about what programs were built
// from.
package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: sbom CHECKOUT VERSION")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(checkout, version string, to io.Writer) error {
	venv := filepath.Join(checkout, ".venv")
	var found []part
	for _, kind := range []struct {
		purl    string // package URLs of the kind begin so
		command string // prints NAME VERSION, one package a line
	}{
		{"pkg:deb/debian/", `dpkg-query --show --showformat '${Package} ${Version}\n'`},
		{"pkg:pypi/", venv + `/bin/python -m pip list --format freeze | sed 's/==/ /'`},
		{"pkg:npm/", venv + `/bin/python -c 'import json, sys
for p in json.load(open(sys.argv[1]))["packages"]: print(p["name"], p["versionInfo"])' ` + venv + `/share/jupyter/lab/static/third-party-licenses.json`},
		{"pkg:golang/", `cd ` + checkout + ` && go list -deps -test -f '{{with .Module}}{{.Path}} {{.Version}}{{end}}' ./... tool`},
		{"pkg:golang/", `go version -m ` + venv + `/bin /usr/local/bin | sed -n 's/^[^\t]*: go/stdlib /p; s/^\t\(dep\|mod\)\t//p'`},
	} {
		lines, err := exec.Command("sh", "-c", "set -e; "+kind.command).Output()
		if err != nil {
			return fmt.Errorf("%s: %w", kind.command, err)
		}
		parts := read(kind.purl, string(lines))
		if len(parts) == 0 {
			return fmt.Errorf("nothing is found by %s", kind.command)
		}
		found = append(found, parts...)
	}
	encoder := json.NewEncoder(to)
	encoder.SetIndent("", " ")
	return encoder.Encode(document(found, version, created()))
}

// created is when the image was made, or what SOURCE_DATE_EPOCH says instead.
func created() time.Time {
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Now().UTC()
}

// A part is one package.
type part struct{ name, version, url string }

// read reads lines that begin with a name and a version. What has no version is
// the checkout itself.
func read(purl, lines string) (parts []part) {
	escape := strings.NewReplacer("+", "%2B", ":", "%3A", "@", "%40")
	for line := range strings.Lines(lines) {
		if f := strings.Fields(line); len(f) >= 2 && f[1] != "(devel)" {
			parts = append(parts, part{f[0], f[1], purl + escape.Replace(f[0]) + "@" + escape.Replace(f[1])})
		}
	}
	return parts
}

type object map[string]any

// document is the SPDX document of all parts, each once, in an order of their own.
func document(parts []part, version string, created time.Time) object {
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b part) int { return cmp.Compare(a.url, b.url) })
	parts = slices.Compact(parts)
	const image = "SPDXRef-image"
	entry := func(id, name, version string) object {
		return object{"SPDXID": id, "name": name, "versionInfo": version, "downloadLocation": "NOASSERTION", "filesAnalyzed": false}
	}
	packages := []object{entry(image, "littlesteps", version)}
	relations := []object{{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": image}}
	all := sha256.New()
	for i, p := range parts {
		e := entry(fmt.Sprint("SPDXRef-", i+1), p.name, p.version)
		e["externalRefs"] = []object{{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": p.url}}
		packages = append(packages, e)
		relations = append(relations, object{"spdxElementId": image, "relationshipType": "CONTAINS", "relatedSpdxElement": e["SPDXID"]})
		fmt.Fprintln(all, p.url)
	}
	return object{
		"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "littlesteps-" + version,
		"documentNamespace": fmt.Sprintf("https://spdx.org/spdxdocs/littlesteps-%s-%x", version, all.Sum(nil)),
		"creationInfo":      object{"created": created.Format(time.RFC3339), "creators": []string{"Tool: littlesteps-sbom"}},
		"packages":          packages, "relationships": relations,
	}
}
