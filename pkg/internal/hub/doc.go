// Package hub runs a JupyterHub on this machine and works in it as learners do,
// for tests and for the load test. The hub is the real one, with the class's
// configuration from docker/hub; only the containers are missing: servers are
// processes of the account that runs the test. So what it proves about learners
// kept apart is the hub's own work, who may reach which server. What a
// container adds, the image's tests show.
//
// The hub's programs are in a folder that docker/hub/install.sh fills.
package hub
