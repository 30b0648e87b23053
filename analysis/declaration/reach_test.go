package declaration

import "testing"

func TestHostReach(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]Reach{
		"api.stripe.com": Public, "8.8.8.8": Public, "2001:4860:4860::8888": Public, "1.2.3.example.com": Public,
		"localhost": Loopback, "LOCALHOST.": Loopback, "app.localhost": Loopback, "127.0.0.1": Loopback, "127.1": Loopback,
		"2130706433": Loopback, "0x7f.1": Loopback, "::1": Loopback, "::ffff:127.0.0.1": Loopback,
		"10.0.0.1": Private, "172.16.0.1": Private, "192.168.1.1": Private, "100.64.0.1": Private, "0.0.0.0": Private,
		"fd12:3456::1": Private, "012.0.0.1": Private, "backend": Private, "api.corp.internal": Private, "printer.local": Private,
		"64:ff9b::10.0.0.1": Private, "::": Private,
		"169.254.169.254": LinkLocal, "0xA9FEA9FE": LinkLocal, "2852039166": LinkLocal, "0251.0376.0251.0376": LinkLocal,
		"169.254.43518": LinkLocal, "::ffff:169.254.169.254": LinkLocal, "::ffff:a9fe:a9fe": LinkLocal, "fe80::1%eth0": LinkLocal,
		"fd00:ec2::254": LinkLocal, "100.100.100.200": LinkLocal, "metadata.google.internal": LinkLocal, "METADATA.google.internal.": LinkLocal,
		"2002:a9fe:a9fe::1": LinkLocal, "１６９.254.169.254": LinkLocal, "169。254。169。254": LinkLocal, "::169.254.169.254": LinkLocal,
		"169.254.169.254.example.com": Public, "256.1.1.1": Public, "1.2.3.4.5": Public, "08.1.1.1": Public,
	} {
		if got := HostReach(host); got != want {
			t.Errorf("HostReach(%q) = %d, want %d", host, got, want)
		}
	}
}
