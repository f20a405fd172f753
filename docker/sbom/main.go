// Sbom lists what is inside the image, as an SPDX 2.3 document.
//
//	sbom CHECKOUT VERSION >sbom.spdx.json
//
// It looks at what is there, not at what was asked for: Debian's packages in
// dpkg's records, Python's in the virtual environment, JavaScript's in what
// JupyterLab says of itself, Go modules in the module cache and inside of the
// programs that were built from modules which the cache has no more.
package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: sbom CHECKOUT VERSION")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func run(checkout, version string) error {
	var found []part
	for _, look := range []func() ([]part, error){
		func() ([]part, error) { return debian("/var/lib/dpkg/status") },
		func() ([]part, error) { return python(filepath.Join(checkout, ".venv")) },
		func() ([]part, error) { return jupyterlab(filepath.Join(checkout, ".venv")) },
		func() ([]part, error) { return modules(os.Getenv("GOMODCACHE")) },
		func() ([]part, error) {
			return programs(filepath.Join(checkout, ".venv", "bin"), "/usr/local/bin", "/usr/local/go/bin")
		},
	} {
		parts, err := look()
		if err != nil {
			return err
		}
		if len(parts) == 0 {
			return fmt.Errorf("one of the kinds of packages was not found at all (%d parts so far)", len(found))
		}
		found = append(found, parts...)
	}
	text, err := json.MarshalIndent(list(found, version, created()), "", " ")
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(append(text, '\n'))
	return err
}

// created is when the image was made, or what SOURCE_DATE_EPOCH says instead.
func created() time.Time {
	if seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC()
	}
	return time.Now().UTC()
}

// A part is one package of some kind.
type part struct {
	kind    string // as in package URLs: "deb", "pypi", "npm", "golang"
	name    string // as in package URLs, with its namespace
	version string
	licence string // an SPDX expression, or "" where none is known
}

func (p part) url() string { return "pkg:" + p.kind + "/" + p.name + "@" + p.version }

// The document's form is that of the SPDX specification, version 2.3.
type document struct {
	Version       string         `json:"spdxVersion"`
	Licence       string         `json:"dataLicense"`
	ID            string         `json:"SPDXID"`
	Name          string         `json:"name"`
	Namespace     string         `json:"documentNamespace"`
	Creation      creation       `json:"creationInfo"`
	Packages      []entry        `json:"packages"`
	Relationships []relationship `json:"relationships"`
}

type creation struct {
	Created  string   `json:"created"`
	Creators []string `json:"creators"`
}

type entry struct {
	ID         string      `json:"SPDXID"`
	Name       string      `json:"name"`
	Version    string      `json:"versionInfo"`
	Download   string      `json:"downloadLocation"`
	Analyzed   bool        `json:"filesAnalyzed"`
	Concluded  string      `json:"licenseConcluded"`
	Declared   string      `json:"licenseDeclared"`
	Copyright  string      `json:"copyrightText"`
	References []reference `json:"externalRefs,omitempty"`
}

type reference struct {
	Category string `json:"referenceCategory"`
	Type     string `json:"referenceType"`
	Locator  string `json:"referenceLocator"`
}

type relationship struct {
	From string `json:"spdxElementId"`
	Type string `json:"relationshipType"`
	To   string `json:"relatedSpdxElement"`
}

const unknown = "NOASSERTION"

// list makes the document of all parts, in an order of their own.
func list(parts []part, version string, created time.Time) document {
	parts = slices.Clone(parts)
	slices.SortFunc(parts, func(a, b part) int {
		return cmp.Or(cmp.Compare(a.url(), b.url()), -cmp.Compare(a.licence, b.licence))
	})
	parts = slices.CompactFunc(parts, func(a, b part) bool { return a.url() == b.url() })
	const image = "SPDXRef-image"
	d := document{
		Version: "SPDX-2.3", Licence: "CC0-1.0", ID: "SPDXRef-DOCUMENT", Name: "littlesteps-" + version,
		Creation: creation{created.Format(time.RFC3339), []string{"Tool: littlesteps-sbom"}},
		Packages: []entry{{
			ID: image, Name: "littlesteps", Version: version, Download: unknown,
			Concluded: unknown, Declared: "Apache-2.0", Copyright: unknown,
		}},
		Relationships: []relationship{{"SPDXRef-DOCUMENT", "DESCRIBES", image}},
	}
	var all bytes.Buffer
	for i, p := range parts {
		id := fmt.Sprintf("SPDXRef-%s-%d", p.kind, i+1)
		d.Packages = append(d.Packages, entry{
			ID: id, Name: p.name, Version: p.version, Download: unknown,
			Concluded: unknown, Declared: cmp.Or(p.licence, unknown), Copyright: unknown,
			References: []reference{{"PACKAGE-MANAGER", "purl", p.url()}},
		})
		d.Relationships = append(d.Relationships, relationship{image, "CONTAINS", id})
		fmt.Fprintln(&all, p.url())
	}
	d.Namespace = fmt.Sprintf("https://spdx.org/spdxdocs/littlesteps-%s-%x", version, sha256.Sum256(all.Bytes()))
	return d
}
