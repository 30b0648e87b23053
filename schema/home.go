package schema

// Home is the project's address. It is the only place that spells it: the JSON
// Schema's $id, diagnostics' links and help texts are built from it.
const Home = "https://github.com/usepaso/usepaso"
