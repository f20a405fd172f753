// Package grade runs learners' answers and tells who has done which exercise.
//
// Learners' notebooks are strangers' code, and some of it wants to be called right
// without being right. So nothing of a notebook is believed, and most of it isn't
// even run:
//
//   - The saved outputs and the learner's copy of the checks count for nothing.
//     What counts are the learner's parts of the exercises' cells.
//   - Each of them becomes a program (package program) that runs in a container of
//     the project's image: without network, with nothing that can be written but a
//     small folder in memory, without privileges, and with limits on time, memory,
//     processes, and what it prints. Each answer gets a fresh one.
//   - The check runs in another process, outside of the container (package judge).
//     All that it asks is what the learner's function returns for these arguments,
//     or what value a name has. The arguments are others than those that the checks in
//     a notebook try: what these give away is of no use here.
//
// So whatever the code does where it runs, print the words of a right answer,
// change the lesson's functions, write to the conversation, end the process, it
// has one way to be called right: return the right values. That includes two ways
// which no program can tell from honest work: to copy somebody's answer, or to ask
// a function of the lesson for it. Checks that stand in a notebook, and solutions,
// aren't among the functions that a learner's program is made with.
//
// What is left to trust is the engine and the kernel of the system, which keep the
// container closed, Go's compiler, which compiles the code inside of it, and the
// readers of notebooks and replies, which run on this side.
//
// # On this machine
//
// With Trusted, the programs are compiled on this machine, by Go's compiler without cgo
// and without the directives of the learner's code, and run kept in by
// bubblewrap or, where that isn't there, by namespaces of the system (cage.go): no
// network, no files but the program and a folder of its own, no other processes, not
// root, also where the grader is. Where there are neither, as on macOS, nothing keeps
// the code from this user's files; it still can't reach the judge:
//
//   - Everything goes over sockets, which can't be opened through /proc as pipes
//     can (wire.go).
//   - Grader and judge are closed to other processes of their user: not dumpable.
//     The learner's program is as well, so that another one can't change it.
//   - The judge is a sealed copy in memory, which nobody can change or put another
//     in the place of (sealed_linux.go).
//   - Exercise and seed are told to the judge over its socket, and stand on no
//     command line; a verdict repeats a nonce that only the judge has been told.
//
// All programs end with the grader, also when it is killed. What that leaves of folders
// and containers, doctor finds and removes (orphans.go); a container ends by itself.
//
// # Attacks
//
// These were tried, each by the test behind it. All of them end in the verdict that
// the answer deserves, or in "crashes", "hangs" or another limit.
//
//	printed words of a right answer, a forged verdict to all open files,
//	a forged reply, answers in advance, a reply without an end                  TestCheats
//	os.Exit(0) at the beginning and in the middle, init(), a display and a
//	check of one's own, the lesson's functions declared anew, shell lines,
//	a value in place of a function                                              TestCheats
//	asking the check in the learner's own program for the right values          TestCheats
//	a verdict written into what grader and judge have open, through /proc       TestForgers, TestNobodyOpensAWire, TestForgedVerdict
//	other programs written over the judges, in their folder and through /proc   TestForgers, TestSealedJudge
//	the seed read from command lines, and the check asked with it               TestForgers
//	flooding with output, filling the disk, all memory, an endless loop         TestManyNotebooks
//	forking without end, leaving somebody behind, writing over the lesson and
//	its checks, calling home, becoming root, mounting, leaving the folder       TestCages, TestInContainers
//	linker directives, a check or solution of the teacher's called by name      program: TestAnswers, TestHiddenChecks
//	links, paths that leave a zip, zip bombs, a notebook of 200 MB, names that
//	are formulas or commands                                                    handin: TestHostile; gradebook: TestTables, TestPlain
//	links in a learner's folder on a hub                                        homes: TestHomesInFolders
//	kill -9 of the grader                                                       TestKilled
package grade
