// Command kubectl is the Kubernetes client of the pinned release, built from source where no package brings it:
// the tests and the tour talk to GSE with it. See ../kubectl.mjs.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"

	// Cloud and OIDC logins of a person's own kubeconfig.
	_ "k8s.io/client-go/plugin/pkg/client/auth"
)

func main() {
	command := cmd.NewDefaultKubectlCommand()
	if err := cli.RunNoErrOutput(command); err != nil {
		util.CheckErr(err)
		os.Exit(1)
	}
}
