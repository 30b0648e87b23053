package consent

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"sync"
	"time"
)

// MaxOpen is how many questions may be open at once.
const MaxOpen = 32

// The reasons why an answer does not count.
var (
	ErrTooMany = errors.New("32 questions are open already")
	ErrForged  = errors.New("the answer does not belong to this call")
	ErrExpired = errors.New("the question has expired")
	ErrUsed    = errors.New("the answer was used already or never asked for")
)

const (
	nonceSize = 16
	sealSize  = 8 + nonceSize + sha256.Size
)

// Sealer issues a seal with each question and redeems it with the answer. A seal
// is bound to the one who is asked, to the digest of the question and to a time;
// it counts once. Seals do not outlive the Sealer. Safe for concurrent use.
type Sealer struct {
	key  [32]byte
	life time.Duration

	mu   sync.Mutex
	open map[[nonceSize]byte]time.Time // until when
}

// NewSealer returns a Sealer whose seals are good for life.
func NewSealer(life time.Duration) *Sealer {
	s := &Sealer{life: life, open: map[[nonceSize]byte]time.Time{}}
	_, _ = rand.Read(s.key[:]) // never fails
	return s
}

// Issue opens a question to principal and returns its seal, or ErrTooMany.
func (s *Sealer) Issue(principal string, digest [sha256.Size]byte) (string, error) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	for nonce, until := range s.open {
		if now.After(until) {
			delete(s.open, nonce)
		}
	}
	if len(s.open) >= MaxOpen {
		return "", ErrTooMany
	}
	var nonce [nonceSize]byte
	_, _ = rand.Read(nonce[:])
	until := now.Add(s.life)
	s.open[nonce] = until
	seal := binary.BigEndian.AppendUint64(nil, uint64(until.UnixNano()))
	seal = append(seal, nonce[:]...)
	seal = append(seal, s.mac(principal, digest, seal)...)
	return base64.RawURLEncoding.EncodeToString(seal), nil
}

// Redeem closes a question. It returns nil exactly once, for the seal of an open
// question, with the principal and the digest it was issued for, in time. A
// genuine seal is used up even when it has expired.
func (s *Sealer) Redeem(seal, principal string, digest [sha256.Size]byte) error {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(seal)
	if err != nil || len(raw) != sealSize || len(seal) != base64.RawURLEncoding.EncodedLen(sealSize) {
		return ErrForged // the decoder alone would pass over line breaks
	}
	head, mac := raw[:8+nonceSize], raw[8+nonceSize:]
	if !hmac.Equal(mac, s.mac(principal, digest, head)) {
		return ErrForged
	}
	nonce := [nonceSize]byte(head[8:])
	s.mu.Lock()
	_, open := s.open[nonce]
	delete(s.open, nonce)
	s.mu.Unlock()
	if !open {
		return ErrUsed
	}
	if time.Now().UnixNano() > int64(binary.BigEndian.Uint64(head)) {
		return ErrExpired
	}
	return nil
}

// Open returns how many questions are open.
func (s *Sealer) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

func (s *Sealer) mac(principal string, digest [sha256.Size]byte, head []byte) []byte {
	h := hmac.New(sha256.New, s.key[:])
	h.Write([]byte("usepaso consent 1\x00"))
	h.Write(digest[:])
	h.Write(head)
	h.Write([]byte(principal))
	return h.Sum(nil)
}
