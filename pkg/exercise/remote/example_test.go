package remote_test

import (
	"fmt"
	"io"
	"strings"

	"littlesteps/pkg/exercise/remote"
)

// Here the other program's replies are known beforehand. 4607182418800017408 are
// the bits of 1.
func ExamplePeer_Get() {
	replies := `{"values":[{"kind":"float64","numbers":[4607182418800017408]}]}` + "\n"
	peer := remote.NewPeer(strings.NewReader(replies), io.Discard)
	fmt.Println(peer.Get("myRate"))
	// Output: 1 <nil>
}
