package connect

import (
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/tailscale/hujson"

	"github.com/usepaso/usepaso/analysis/clients"
	"github.com/usepaso/usepaso/analysis/source"
)

func planJSON(c clients.Client, slug string, entry Entry, old []byte, force bool) ([]byte, Action, error) {
	before, err := parse(old)
	if err != nil {
		return nil, 0, err
	}
	want, err := before.values()
	if err != nil {
		return nil, 0, refuse("it is not JSON")
	}
	fields := entry.fields(c, slug)
	done := Added
	if existing, ok := lookup(want, c.Key, slug); ok {
		mine, _ := existing.(map[string]any)
		if covers(mine, fields) {
			return old, Unchanged, nil
		}
		if !force {
			return nil, 0, newExistsError(c, slug, mine["args"], entry)
		}
		done = Updated
	}
	after, err := before.set(c.Key, slug, entry.spell(c, slug))
	if err != nil {
		return nil, 0, err
	}
	setValue(want, c.Key, slug, fields)
	for _, name := range entry.Ask {
		if after, err = after.addInput(want, inputID(slug, name), name); err != nil {
			return nil, 0, err
		}
	}
	return after.checked(want, done)
}

func planJSONRemoval(c clients.Client, slug string, old []byte) ([]byte, Action, error) {
	before, err := parse(old)
	if err != nil {
		return nil, 0, err
	}
	want, err := before.values()
	if err != nil {
		return nil, 0, refuse("it is not JSON")
	}
	object, v, err := before.object(c.Key)
	if err != nil {
		return nil, 0, err
	}
	if object == nil {
		return old, Absent, nil
	}
	i, err := before.member(object, slug)
	if err != nil {
		return nil, 0, err
	}
	if i < 0 {
		return old, Absent, nil
	}
	after, err := before.apply(before.remove(v, members(object), i)...)
	if err != nil {
		return nil, 0, err
	}
	asked := questions(want[c.Key].(map[string]any)[slug], slug)
	delete(want[c.Key].(map[string]any), slug)
	for _, variable := range asked {
		if after, err = after.removeInput(want, inputID(slug, variable), variable); err != nil {
			return nil, 0, err
		}
	}
	return after.checked(want, Removed)
}

// ask is the question for a variable as a reader of the settings gets it.
func ask(id, variable string) map[string]any {
	return map[string]any{"type": "promptString", "id": id, "description": variable, "password": true}
}

// questions returns the variables of an entry for which the client asks.
func questions(entry any, slug string) []string {
	m, _ := entry.(map[string]any)
	env, _ := m["env"].(map[string]any)
	return slices.DeleteFunc(slices.Sorted(maps.Keys(env)), func(variable string) bool {
		return env[variable] != "${input:"+inputID(slug, variable)+"}"
	})
}

// removeInput takes the question that addInput made out of the client's list of
// inputs, and out of want, unless somebody changed it or something still refers to it.
func (d *document) removeInput(want map[string]any, id, variable string) (*document, error) {
	root := d.root.Value.(*hujson.Object)
	at, err := d.member(root, "inputs")
	list, _ := want["inputs"].([]any)
	if at < 0 || err != nil || strings.Contains(d.text, "${input:"+id+"}") {
		return d, err
	}
	v := &root.Members[at].Value
	array, ok := v.Value.(*hujson.Array)
	i := slices.IndexFunc(list, func(have any) bool { return reflect.DeepEqual(have, ask(id, variable)) })
	if !ok || i < 0 {
		return d, nil
	}
	want["inputs"] = slices.Delete(list, i, i+1)
	return d.apply(d.remove(v, elements(array), i)...)
}

// checked returns the document's bytes when it means exactly what is wanted. That
// it might not is a mistake in this package, which must not cost anybody an entry.
func (d *document) checked(want map[string]any, done Action) ([]byte, Action, error) {
	got, err := d.values()
	if err != nil || !reflect.DeepEqual(got, want) {
		return nil, 0, errors.New("the edit would have changed other settings, so nothing was written. Please report this, and use --print to make the entry by hand")
	}
	return d.bytes(), done, nil
}

// set gives the member slug of the object key a value, making both where needed.
func (d *document) set(key, slug string, value spelling) (*document, error) {
	object, v, err := d.object(key)
	if err != nil {
		return nil, err
	}
	if object == nil {
		root := objectIn(&d.root, d.root.Value.(*hujson.Object))
		return d.apply(d.add(root, key, map[string]spelling{slug: value})...)
	}
	i, err := d.member(object, slug)
	if err != nil {
		return nil, err
	}
	if i < 0 {
		return d.apply(d.add(objectIn(v, object), slug, value)...)
	}
	m := object.Members[i]
	unit := d.unit()
	if d.inline(objectIn(v, object)) {
		unit = ""
	}
	text := d.spell("", value, d.indent(m.Name.StartOffset), unit)
	return d.apply(source.Edit{Span: source.Range(m.Value.StartOffset, m.Value.EndOffset), New: text})
}

// question is an element of the client's list of inputs.
type question struct {
	Type        string `json:"type"`
	ID          string `json:"id"`
	Description string `json:"description"`
	Password    bool   `json:"password"`
}

// addInput adds a question for a secret to the client's list of inputs, unless one
// of that ID is there, and notes it in want.
func (d *document) addInput(want map[string]any, id, variable string) (*document, error) {
	input := question{Type: "promptString", ID: id, Description: variable, Password: true}
	list, _ := want["inputs"].([]any)
	for _, have := range list {
		if m, ok := have.(map[string]any); ok && m["id"] == id {
			return d, nil
		}
	}
	want["inputs"] = append(list, ask(id, variable))
	root := d.root.Value.(*hujson.Object)
	i, err := d.member(root, "inputs")
	if err != nil {
		return nil, err
	}
	if i < 0 {
		return d.apply(d.add(objectIn(&d.root, root), "inputs", []question{input})...)
	}
	v := &root.Members[i].Value
	array, ok := v.Value.(*hujson.Array)
	if !ok {
		return nil, refuse("line " + d.line(v.StartOffset) + `: "inputs" must be an array, not ` + kind(*v))
	}
	return d.apply(d.add(arrayIn(v, array), "", input)...)
}

// lookup returns the value at settings[key][slug].
func lookup(settings map[string]any, key, slug string) (any, bool) {
	table, _ := settings[key].(map[string]any)
	v, ok := table[slug]
	return v, ok
}

func setValue(settings map[string]any, key, slug string, value any) {
	table, ok := settings[key].(map[string]any)
	if !ok {
		table = map[string]any{}
		settings[key] = table
	}
	table[slug] = value
}
