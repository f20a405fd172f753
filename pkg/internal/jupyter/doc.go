// Package jupyter is the environment in which the notebooks live: it sets up
// JupyterLab and the Go kernel inside one checkout, starts them, examines
// them, and pushes notebooks through them.
//
// Everything is kept in the checkout's folder .venv:
//
//	.venv/bin              Python, JupyterLab, and gonb, goimports and gopls
//	.venv/etc/jupyter      settings of the server and of JupyterLab
//	.venv/share/jupyter    the kernel spec "gonb"
//	.venv/var              what a learner's work leaves: settings, caches
//	.venv/stamps           which steps of the set-up are done, and for what
//
// Outside of it are Go's own caches, one private folder for the sockets of
// running kernels ([Session]), and the kernels' temporary folders gonb_*.
//
// [Env.Setup] is a list of steps. A step leaves a stamp when it has succeeded,
// and the stamp says for which inputs: the lock file, the version of Go, the
// place of the checkout. A step is done again when its stamp is missing or
// speaks of other inputs. So an interrupted set-up is finished by the next
// one, a moved checkout is mended, and a second start has nothing to do.
package jupyter
