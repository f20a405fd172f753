// Package gonb makes the kernel: gonb from go.mod, patched as it is copied.
//
// Three kinds of things are done to it, each to be read where it stands:
//
//   - patches/ holds what changes in gonb's own lines: hooks of a line or two.
//     Each file says why, which test shows it, and whether gonb has it by now.
//   - tree/ holds what is added to gonb's packages: Go files, with their tests,
//     below the folder that they go to.
//   - guard, hints, quickbuild and the other packages below this one are used by
//     the environment as well. They import nothing but the standard library, and
//     the kernel gets a copy.
//
// [Write] does it all. To take up a new gonb, change go.mod and run
//
//	go test ./pkg/internal/gonb -run TestPatches
//
// which names all patches that no longer fit, with their places. A patch that fits,
// but in a function that has changed, is among them: look whether it is still
// right, then note what it was made for with -update.
package gonb
