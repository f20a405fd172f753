package robustness

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"
)

// A line is a web proxy on this machine through which programs fetch: a slow one, or one
// that is pulled out.
type line struct {
	address string // for HTTPS_PROXY
	rate    int    // bytes per second that all fetch together; 0 is as fast as it goes

	mutex  sync.Mutex
	pulled bool
	open   []net.Conn
	free   time.Time // when the next byte may pass
	passed int
}

func newLine(t *testing.T, rate int) *line {
	l := &line{rate: rate}
	server := httptest.NewServer(http.HandlerFunc(l.connect))
	l.address = server.URL
	t.Cleanup(func() { l.pull(); server.Close() })
	return l
}

// pull ends all that is being fetched; nothing else can be.
func (l *line) pull() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.pulled = true
	for _, conn := range l.open {
		conn.Close()
	}
	l.open = nil
}

// keep says whether a connection may be there, and knows it then.
func (l *line) keep(conn net.Conn) bool {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.pulled {
		conn.Close()
		return false
	}
	l.open = append(l.open, conn)
	return true
}

func (l *line) connect(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
		return
	}
	there, err := net.DialTimeout("tcp", r.Host, 30*time.Second)
	if err != nil || !l.keep(there) {
		http.Error(w, "the line is dead", http.StatusBadGateway)
		return
	}
	here, _, err := http.NewResponseController(w).Hijack()
	if err != nil || !l.keep(here) {
		there.Close()
		return
	}
	io.WriteString(here, "HTTP/1.1 200 OK\r\n\r\n")
	go func() { io.Copy(there, here); there.Close() }()
	io.Copy(here, slowly{there, l})
	here.Close()
}

// slowly reads no faster than the line.
type slowly struct {
	io.Reader
	line *line
}

func (s slowly) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p[:min(len(p), 16<<10)])
	l := s.line
	l.mutex.Lock()
	l.passed += n
	var wait time.Duration
	if l.rate > 0 {
		if now := time.Now(); l.free.Before(now) {
			l.free = now
		}
		l.free = l.free.Add(time.Duration(n) * time.Second / time.Duration(l.rate))
		wait = time.Until(l.free)
	}
	l.mutex.Unlock()
	time.Sleep(wait)
	return n, err
}
