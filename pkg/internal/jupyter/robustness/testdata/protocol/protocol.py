"""Jupyter's own tests for kernels, run against ours: python protocol.py FOLDER -v

FOLDER holds jupyter_kernel_test. Each skip has its reason.
"""

import sys
import unittest

sys.path.insert(0, sys.argv.pop(1))
import jupyter_kernel_test as jkt

IMPORTS = """%noautoget
import (
\t"fmt"
\t"os"

\t"github.com/janpfeifer/gonb/gonbui"
)"""


class GonbTests(jkt.KernelTests):
    kernel_name = "gonb"
    language_name = "go"
    file_extension = ".go"

    code_hello_world = '%%\nfmt.Println("hello, world")'
    code_stderr = '%%\nfmt.Fprintln(os.Stderr, "oops")'
    code_generate_error = "%no_such_command"
    completion_samples = [{"text": "%%\nfmt.Print"}, {"text": "no Go at all {"}, {"text": ""}]
    code_inspect_sample = "fmt.Println"
    complete_code_samples = ["%%\nfmt.Println(1)", "func f() {}", "!ls", "", "x := `a\n!b`"]
    incomplete_code_samples = ["func f() {", "%%\nfmt.Println(", "x := `a", "/* ", "x := 1 +", "!ls \\"]
    invalid_code_samples = ["func f() }", "%%\n)"]
    code_display_data = [
        {"code": '%%\ngonbui.DisplayHtml("<b>bold</b>")\ngonbui.Sync()', "mime": "text/html"},
        {"code": '%%\ngonbui.DisplayMarkdown("**bold**")\ngonbui.Sync()', "mime": "text/markdown"},
    ]
    # For the history alone: none of these gives an execute_result.
    code_execute_result = [{"code": "%%\nfmt.Println(21)"}, {"code": "%%\nfmt.Println(22)"}, {"code": "%%\nfmt.Println(23)"}]
    code_history_pattern = "*Println(2?)"
    supported_history_operations = ("tail", "range", "search")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kc.execute_interactive(IMPORTS, output_hook=lambda message: None, timeout=60)
        # gopls reads all packages before its first answer.
        cls.kc.inspect("fmt.Println", 5, reply=True, timeout=60)

    def test_execute_result(self):
        self.skipTest("Go has no value of a cell: what is to be seen is printed or displayed")

    def test_pager(self):
        self.skipTest("payloads are deprecated, and gonb has no pager")

    def test_clear_output(self):
        self.skipTest("gonb gives a cell no way to clear its output; display replaces what it has shown")


if __name__ == "__main__":
    unittest.main()
