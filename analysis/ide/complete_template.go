package ide

import (
	"strings"

	"github.com/usepaso/usepaso/schema"
)

// template is a piece of a declaration to begin with. Its lines are indented as
// if it stood at the left margin.
type template struct{ label, doc, body string }

// capabilityTemplate are whole capabilities, as items of a list without the dash.
var capabilityTemplate = []template{
	{"capability: get one", "Reads one thing by its identifier.", `name: ${1:get_thing}
description: ${2:Get details for one thing}
method: GET
path: /${3:things}/{${4:thing_id}}
permission: read
inputs:
  ${4:thing_id}:
    type: string
    required: true
    description: ${5:The thing's identifier}
    in: path`},
	{"capability: list", "Reads a list of things, with a limit.", `name: ${1:list_things}
description: ${2:List things, newest first}
method: GET
path: /${3:things}
permission: read
inputs:
  limit:
    type: integer
    default: 10
    description: Number of things to return (1-100)
    in: query
    constraints:
      min_value: 1
      max_value: 100`},
	{"capability: create", "Changes data, after a person has agreed.", `name: ${1:create_thing}
description: ${2:Create a new thing}
method: POST
path: /${3:things}
permission: write
consent_required: true
inputs:
  ${4:name}:
    type: string
    required: true
    description: ${5:Name of the thing}
constraints:
  - max_per_hour: ${6:10}`},
	{"capability: update", "Changes one thing, after a person has agreed.", `name: ${1:update_thing}
description: ${2:Change fields of one thing}
method: PATCH
path: /${3:things}/{${4:thing_id}}
permission: write
consent_required: true
inputs:
  ${4:thing_id}:
    type: string
    required: true
    description: ${5:The thing's identifier}
    in: path
  ${6:name}:
    type: string
    description: ${7:New name of the thing}`},
	{"capability: delete", "Deletes one thing, after a person has agreed.", `name: ${1:delete_thing}
description: ${2:Delete one thing for good}
method: DELETE
path: /${3:things}/{${4:thing_id}}
permission: admin
consent_required: true
inputs:
  ${4:thing_id}:
    type: string
    required: true
    description: ${5:The thing's identifier}
    in: path
constraints:
  - max_per_hour: ${6:10}`},
}

// wholeFile is a declaration to begin with.
var wholeFile = template{"usepaso.yaml", "A whole declaration to begin with.", `version: "1.0"
service:
  name: ${1:My API}
  description: ${2:What the API is for}
  base_url: https://${3:api.example.com}
  auth:
    type: ${4|bearer,api_key,oauth2,basic,none|}
capabilities:
  - name: ${5:list_things}
    description: ${6:List things, newest first}
    method: GET
    path: /${7:things}
    permission: read
permissions:
  read:
    - ${5:list_things}`}

// templates proposes whole capabilities in an empty item, and a whole file where
// nothing has been written yet.
func (p *completer) templates(o *schema.Object) {
	switch {
	case p.flow || p.quote != 0 || p.bare() || len(p.siblings) > 0:
	case o == schema.Capability:
		p.capabilityTemplates("")
	case o == schema.Root && len(p.path) == 0:
		p.template(wholeFile.label, wholeFile.doc, wholeFile.body)
	}
}

// capabilityTemplates proposes whole capabilities behind a dash, or with one.
func (p *completer) capabilityTemplates(dash string) {
	for _, t := range capabilityTemplate {
		p.template(t.label, t.doc, dash+strings.ReplaceAll(t.body, "\n", "\n"+strings.Repeat(" ", len(dash))))
	}
}

// template proposes several lines, indented for the place of the cursor. The
// editor adds the blanks that the cursor's line begins with.
func (p *completer) template(label, doc, body string) {
	more := p.deeper()
	p.add(Completion{
		Kind: TemplateCompletion, Label: label, Doc: doc, Snippet: true,
		Insert: strings.ReplaceAll(body, "\n", "\n"+strings.Repeat(" ", more)),
	})
}
