package quickbuild

// In a browser's tab nothing is built by a plan, and nothing kept.
func take(string, string) bool { return false }
func keep(string, string)      {}
