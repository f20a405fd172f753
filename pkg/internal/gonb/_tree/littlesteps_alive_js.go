package main

// alive says whether there is such a process. A worker ends with its page.
func alive(int) bool { return true }
