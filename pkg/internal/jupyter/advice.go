package jupyter

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// An advised error knows better what to do about it than the step in which it
// happened.
type advised struct {
	error
	hint string
}

func (a advised) Unwrap() error { return a.error }

// hintFor returns what to do about an error of a step, as a sentence.
func (s step) hintFor(err error) string {
	hint := s.hint
	if known := (advised{}); errors.As(err, &known) {
		hint = known.hint
	}
	if !strings.HasSuffix(hint, "?") {
		hint += "."
	}
	return hint
}

var (
	// What pip and Go say where nothing answers, or nothing is allowed out.
	nothingAnswers = regexp.MustCompile(`(?i)name resolution|no such host|network is unreachable|NewConnectionError|connection refused|ConnectTimeout|timed out|i/o timeout|ProxyError|proxyconnect`)
	// What they say where something answers that is not who was asked: a log-in
	// page, a proxy that looks into what it passes on, a mirror that lacks it.
	wrongAnswer = regexp.MustCompile(`(?i)ssl|certificate|x509|tls:|TLS handshake|checksum mismatch|DO NOT MATCH THE HASHES|invalid character '<'|not a valid zip|from versions: none|server gave HTTP response`)
	// What says nothing about why pip failed.
	pipNoise = regexp.MustCompile(`^(Ignoring |WARNING: Retrying |Looking in )`)
)

// explainFetching says of a program that failed to fetch something from the
// network why it did, where its output shows it.
func explainFetching(err error) error {
	failed := (*failure)(nil)
	if !errors.As(err, &failed) {
		return err
	}
	said := strings.Join(failed.last, "\n")
	failed.last = slices.DeleteFunc(failed.last, pipNoise.MatchString)
	switch {
	case nothingAnswers.MatchString(said):
		return advised{err, "nothing answers there: is the network up? Behind a proxy, set HTTPS_PROXY (and GOPROXY, for Go's modules)"}
	case wrongAnswer.MatchString(said):
		return advised{err, "something answers that is not who was asked: a log-in page of this network, or a proxy in between? Open a page in the browser, log in where it asks, and see HTTPS_PROXY, GOPROXY and pip's settings"}
	}
	return err
}
