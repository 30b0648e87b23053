package declaration

// Bound is a limit together with the inputs it is about.
type Bound struct {
	Limit
	Constraint *Constraint
	// Inputs are the inputs whose values it checks; empty for max_per_hour and
	// requires_field, which are about the call, and where nothing fits.
	Inputs []*Input
	// When is the input that a requires_field stands on: it binds only when that
	// input is given. Nil at capability level.
	When *Input
	// Length tells that max_value or min_value is about the length of strings, in
	// characters, since the capability has no numeric input (SPEC section 1).
	Length bool
}

// ForCall reports whether the limit is about the call and not about an input's value.
func (k LimitKind) ForCall() bool { return k == MaxPerHour || k == RequiresField }

// Bounds returns every limit that holds for a capability: its own in file order,
// then those of its inputs. Limits inside items and properties are not among
// them; InputBounds gives those.
func (c *Capability) Bounds() []Bound {
	var bounds []Bound
	for _, k := range c.Constraints {
		for _, l := range k.Limits {
			bounds = append(bounds, c.bind(k, l))
		}
	}
	for _, in := range c.Inputs {
		bounds = append(bounds, InputBounds(in)...)
	}
	return bounds
}

// InputBounds returns the limits that stand on an input itself.
func InputBounds(in *Input) []Bound {
	var bounds []Bound
	for _, k := range in.Constraints {
		for _, l := range k.Limits {
			b := Bound{Limit: l, Constraint: k, When: in}
			if !l.Kind.ForCall() {
				b.Inputs = []*Input{in}
				b.Length = l.byLength(in)
			}
			bounds = append(bounds, b)
		}
	}
	return bounds
}

func (l Limit) byLength(in *Input) bool {
	return (l.Kind == MaxValue || l.Kind == MinValue) && in.Type.Value == "string"
}

// bind finds the inputs that a limit at capability level is about.
func (c *Capability) bind(k *Constraint, l Limit) Bound {
	b := Bound{Limit: l, Constraint: k}
	if l.Kind.ForCall() {
		return b
	}
	named := l.Input
	if named == "" && k.Input.Valid {
		named = k.Input.Value
	}
	if named != "" {
		if in := c.Input(named); in != nil {
			b.Inputs = []*Input{in}
			b.Length = l.byLength(in)
		}
		return b
	}
	b.Inputs = c.inputsOf(l.Kind.fits)
	switch l.Kind {
	case MaxValue, MinValue:
		if len(b.Inputs) == 0 {
			b.Inputs = c.inputsOf(MaxLength.fits)
			b.Length = true
		}
	case MaxLength, MinLength, Pattern, AllowedValues:
		if len(b.Inputs) > 1 { // one must be meant, and the file does not say which
			b.Inputs = nil
		}
	}
	return b
}

func (c *Capability) inputsOf(fits func(*Input) bool) []*Input {
	var list []*Input
	for _, in := range c.Inputs {
		if fits(in) {
			list = append(list, in)
		}
	}
	return list
}

// fits reports whether values of the input can be held to a limit of the kind.
func (k LimitKind) fits(in *Input) bool {
	switch k {
	case MaxValue, MinValue:
		return in.Type.Value == "integer" || in.Type.Value == "number"
	case MaxLength, MinLength, Pattern:
		return in.Type.Value == "string"
	case MaxItems, MaxPerRequest:
		return in.Type.Value == "array"
	case AllowedValues:
		return in.Type.Value != "object" && in.Type.Value != "boolean"
	}
	return false
}

// Fits reports whether values of the input can be held to a limit of the kind:
// max_value and min_value also fit strings, by their length.
func (k LimitKind) Fits(in *Input) bool {
	return k.fits(in) || (k == MaxValue || k == MinValue) && in.Type.Value == "string"
}
