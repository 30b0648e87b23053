package syntax
import ("testing";"strings";"time";"runtime")
func TestZZ(t *testing.T){
 const m=MaxBytes-10
 rep:=func(s string)string{return strings.Repeat(s,m/len(s))}
 for name,s:=range map[string]string{
  "sections":rep("a: 1\n"),"sections2":rep("a\n"),"items":"capabilities:\n"+rep("- a\n"),"items2":"capabilities:\n"+rep("- name: abcdefghijklmnopq\n  x: 1\n"),
  "bigplain":"a: "+rep("x"),"quotes":"a: "+rep("\" "),"open":"a: "+rep("[\n "),"colons":rep("a: b: c\n"),"colons2":"x:\n"+rep("  a: b: c\n"),"tabs":"a:\n"+rep("\tb: c\n"),
  "hash":rep("#\n"),"hash2":"a: 1\n"+rep(" #\n"),"ctrl":"a: "+rep("\x01"),"emojiline":"a: ["+rep("😀,"),"emoji2":"{"+rep("\"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀\": 1, ")+"x: 1}",
  "ls":"a: "+rep("\u2028"),"amp":rep("&"),"star":rep("*"),"anchors":"a:\n"+rep("  - &a b\n"),"aliasmany":"a: &a 1\nb:\n"+rep("  - *a\n"),"indent":"a:\n"+rep("        b\n"),
  "items-mis":"capabilities:\n"+rep("  - a: 1\n   b: 2\n"),"dedent":"capabilities:\n"+strings.Repeat("  - a: \"x\n    b: [\n    c:d\n",30000),"missing":"capabilities:\n"+strings.Repeat("  - a: *b\n",60000),"merge":"a: &a {"+strings.Repeat("k: 1, ",1000)+"}\nb:\n"+strings.Repeat("  - <<: *a\n",1000),
  "merge2":"a: &a {"+func()string{var b strings.Builder;for i:=0;i<3000;i++{b.WriteString("k"+strings.Repeat("x",i%50)+string(rune('a'+i%26))+": 1, ")};return b.String()}()+"}\nb:\n  <<: ["+strings.Repeat("*a, ",300)+"]\n",
  "quotelines":"a:\n"+rep("  - \"x\n"),"json":"{"+rep("\"a\": [1, 2, {\"b\": null}],\n")+"\"z\": 1}","manydocs":rep("---\n"),"block":"a: |\n"+rep("  x\n"),"crs":rep("a: 1\r"),
 }{
  runtime.GC(); t0:=time.Now(); tr:=parse(s); d:=time.Since(t0); np:=len(tr.Problems()); t1:=time.Now(); tr.Comments(); dc:=time.Since(t1)
  t2:=time.Now(); tr.Edit(sourceEdit(len(s)/2)); de:=time.Since(t2)
  var ms runtime.MemStats; runtime.ReadMemStats(&ms)
  msg:=""; if np>0{msg=tr.Problems()[0].Message; if len(msg)>70{msg=msg[:70]}}
  t.Logf("%-11s %4dMB parse %6dms comments %4dms edit %5dms slots %d problems %d sys %dMB %q",name,len(s)>>20,d.Milliseconds(),dc.Milliseconds(),de.Milliseconds(),len(tr.slots),np,ms.Sys>>20,msg)
 }
}
