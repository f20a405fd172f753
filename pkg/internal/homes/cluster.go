package homes

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Cluster are the claims that Zero to JupyterHub makes on Kubernetes, one for each
// learner. Where a learner's server runs, it is asked; otherwise a pod is started
// beside the claim, and ended again.
type Cluster struct {
	Kubectl   []string // the program, with its own flags
	Namespace string
	Image     string // of that pod: has a shell and tar
}

// object is as much of a pod or a claim as is needed.
type object struct {
	Metadata struct {
		Name        string
		Annotations map[string]string
	}
	Status struct{ Phase string }
}

const userAnnotation = "hub.jupyter.org/username"

// objects lists pods or claims, by their learners.
func (c Cluster) objects(ctx context.Context, kind, component string) (map[string]object, error) {
	said, err := output(ctx, nil, c.Kubectl, "get", kind, "--namespace", c.Namespace, "--selector", "component="+component, "--output", "json")
	if err != nil {
		return nil, err
	}
	var list struct{ Items []object }
	if err := json.Unmarshal(said, &list); err != nil {
		return nil, fmt.Errorf("kubectl's answer about %s: %w", kind, err)
	}
	found := map[string]object{}
	for _, o := range list.Items {
		if name := o.Metadata.Annotations[userAnnotation]; name != "" {
			found[name] = o
		}
	}
	return found, nil
}

// Names implements [Homes].
func (c Cluster) Names(ctx context.Context) (names []string, err error) {
	claims, err := c.objects(ctx, "persistentvolumeclaims", "singleuser-storage")
	for name := range claims {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, err
}

// Read implements [Homes].
func (c Cluster) Read(ctx context.Context, name string, w io.Writer) error {
	return c.inPod(ctx, name, nil, w, readScript)
}

// Write implements [Homes].
func (c Cluster) Write(ctx context.Context, name, file string, data []byte) error {
	return c.inPod(ctx, name, bytes.NewReader(data), io.Discard, writeScript, "sh", file)
}

// inPod runs a script in the learner's home folder.
func (c Cluster) inPod(ctx context.Context, name string, in io.Reader, out io.Writer, script ...string) (err error) {
	running, err := c.objects(ctx, "pods", "singleuser-server")
	if err != nil {
		return err
	}
	pod := running[name].Metadata.Name
	if running[name].Status.Phase != "Running" {
		remove := func() error { return nil }
		if pod, remove, err = c.start(ctx, name); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, remove()) }()
	}
	script[0] = "cd /home/jovyan && { " + script[0] + "; }"
	return run(ctx, in, out, c.Kubectl, slices.Concat([]string{"exec", "--namespace", c.Namespace, "--stdin", pod, "--", "sh", "-c"}, script)...)
}

// start starts a pod that has the learner's claim, and can do nothing else.
func (c Cluster) start(ctx context.Context, name string) (pod string, remove func() error, err error) {
	claims, err := c.objects(ctx, "persistentvolumeclaims", "singleuser-storage")
	if err != nil {
		return "", nil, err
	}
	claim := claims[name].Metadata.Name
	if claim == "" {
		return "", nil, fmt.Errorf("%s has no claim", name)
	}
	pod = "littlesteps-" + strings.TrimPrefix(claim, "claim-")
	manifest, err := json.Marshal(map[string]any{
		"apiVersion": "v1", "kind": "Pod",
		"metadata": map[string]any{"name": pod, "labels": map[string]any{"component": "littlesteps-reader"}},
		"spec": map[string]any{
			"restartPolicy": "Never", "automountServiceAccountToken": false, "activeDeadlineSeconds": 600,
			"securityContext": map[string]any{"runAsUser": 1000, "runAsGroup": 0, "fsGroup": 0, "runAsNonRoot": true},
			"containers": []any{map[string]any{
				"name": "reader", "image": c.Image, "command": []string{"sleep", "600"},
				"securityContext": map[string]any{"readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false, "capabilities": map[string]any{"drop": []string{"ALL"}}},
				"volumeMounts":    []any{map[string]any{"name": "home", "mountPath": "/home/jovyan"}},
			}},
			"volumes": []any{map[string]any{"name": "home", "persistentVolumeClaim": map[string]any{"claimName": claim}}},
		},
	})
	if err != nil {
		return "", nil, err
	}
	remove = func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		return run(ctx, nil, io.Discard, c.Kubectl, "delete", "pod", pod, "--namespace", c.Namespace, "--ignore-not-found", "--wait=false")
	}
	if err := run(ctx, bytes.NewReader(manifest), io.Discard, c.Kubectl, "apply", "--namespace", c.Namespace, "--filename", "-"); err != nil {
		return "", nil, err
	}
	if err := run(ctx, nil, io.Discard, c.Kubectl, "wait", "--namespace", c.Namespace, "--for=condition=Ready", "--timeout=120s", "pod/"+pod); err != nil {
		return "", nil, errors.Join(err, remove())
	}
	return pod, remove, nil
}
