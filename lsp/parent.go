package lsp

import "context"

// watchParent ends the session when the editor's process is gone, so that no
// server stays behind when an editor is killed. A process that is not there to
// begin with, as with an editor outside of a container, is not waited for.
func (s *server) watchParent(pid int) {
	await, ok := exitOf(pid)
	if !ok {
		return
	}
	s.background("watching the editor", func(ctx context.Context) {
		if await(ctx) {
			s.log.printf("the editor's process %d has ended", pid)
			s.end(errEnded)
		}
	})
}
