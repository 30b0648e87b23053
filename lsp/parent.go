package lsp

import "context"

// watchParent ends the session when the editor's process is gone, so that no
// server stays behind when an editor is killed.
func (s *server) watchParent(pid int) {
	s.background("watching the editor", func(ctx context.Context) {
		if awaitExit(ctx, pid) {
			s.log.printf("the editor's process %d has ended", pid)
			s.end(errEnded)
		}
	})
}
