package source

import "testing"

func TestStrip(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"plain text\twith\nlines\r\n":  "plain text\twith\nlines\r\n",
		"":                             "",
		"a\u202eb\u2066c\u200b\ufeff":  "abc",
		"tag\U000E0041\U000E007F":      "tag",
		"esc\x1b[31m \x00 \u0085 \x7f": "esc[31m   ",
		"a\u2028b\u00adc\u3164":        "abc",
		"⚠\ufe0f 👩\u200d💻 1\ufe0f⃣ می\u200cخواهم": "⚠\ufe0f 👩\u200d💻 1\ufe0f⃣ می\u200cخواهم",
		"x\u200d\u200d\u200d\u200d\u200dy":        "x\u200d\u200dy",
		"\u200dstart \ufe0f":                      "start ",
		"a\U000E0100\U000E01EFb":                  "ab",
		"é ü ß 日本語 \u00a0 العربية עברית":          "é ü ß 日本語 \u00a0 العربية עברית",
		"invalid \xff bytes":                      "invalid \xff bytes",
		"invalid \xff bytes\u200b":                "invalid \xff bytes",
		"carry \ufe0f\ufe0f after space 😀\ufe0f":  "carry  after space 😀\ufe0f",
	}
	for text, want := range tests {
		if got := Strip(text); got != want {
			t.Errorf("Strip(%+q) = %+q, want %+q", text, got, want)
		}
		if again := Invisibles(Strip(text)); len(again) > 0 {
			t.Errorf("Strip(%+q) leaves %v", text, again)
		}
	}
}

func TestInvisibles(t *testing.T) {
	t.Parallel()
	got := Invisibles("é\u202ea\u200d\u200d\u200d")
	want := []Mark{{2, 0x202e}, {12, 0x200d}}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %v, want %v", got, want)
	}
}
