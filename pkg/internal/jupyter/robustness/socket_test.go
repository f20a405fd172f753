package robustness

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
)

// A socket is the client's end of a WebSocket (RFC 6455), as far as JupyterLab
// needs it: whole text messages.
type socket struct {
	conn    net.Conn
	reader  *bufio.Reader
	writing sync.Mutex
}

func dialSocket(address, path string) (*socket, error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return nil, err
	}
	var nonce [16]byte
	rand.Read(nonce[:])
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: %s\r\n\r\n",
		path, address, base64.StdEncoding.EncodeToString(nonce[:]))
	reader := bufio.NewReaderSize(conn, 1<<16)
	answer, err := http.ReadResponse(reader, nil)
	if err == nil && answer.StatusCode != http.StatusSwitchingProtocols {
		err = errors.New(answer.Status)
	}
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &socket{conn: conn, reader: reader}, nil
}

const (
	opContinued = 0x0
	opText      = 0x1
	opClose     = 0x8
	opPing      = 0x9
	opPong      = 0xA
)

// receive returns the next message.
func (s *socket) receive() ([]byte, error) {
	var message []byte
	for {
		final, op, payload, err := s.frame()
		if err != nil {
			return nil, err
		}
		switch op {
		case opPing:
			if err := s.send(opPong, payload); err != nil {
				return nil, err
			}
		case opClose:
			return nil, io.EOF
		default: // text, binary, or more of it
			message = append(message, payload...)
			if final {
				return message, nil
			}
		}
	}
}

func (s *socket) frame() (final bool, op byte, payload []byte, err error) {
	var head [2]byte
	if _, err = io.ReadFull(s.reader, head[:]); err != nil {
		return
	}
	final, op = head[0]&0x80 != 0, head[0]&0x0f
	size := uint64(head[1] & 0x7f)
	switch size {
	case 126:
		var more [2]byte
		_, err = io.ReadFull(s.reader, more[:])
		size = uint64(binary.BigEndian.Uint16(more[:]))
	case 127:
		var more [8]byte
		_, err = io.ReadFull(s.reader, more[:])
		size = binary.BigEndian.Uint64(more[:])
	}
	if err != nil {
		return
	}
	payload = make([]byte, size)
	_, err = io.ReadFull(s.reader, payload)
	return
}

// send writes a message. A client's are masked; a mask of zeros will do.
func (s *socket) send(op byte, payload []byte) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	frame := []byte{0x80 | op, 0x80 | byte(len(payload))}
	if len(payload) > 125 { // never a ping's answer
		frame = binary.BigEndian.AppendUint64([]byte{0x80 | op, 0x80 | 127}, uint64(len(payload)))
	}
	frame = append(frame, 0, 0, 0, 0)
	_, err := s.conn.Write(append(frame, payload...))
	return err
}
