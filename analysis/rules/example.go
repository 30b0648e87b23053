package rules

// doc joins what a mistake is, why it matters and how to repair it.
func doc(what, why, repair string) string { return what + "\n\n" + why + "\n\n" + repair }

// What the examples of most rules have in common, so that each shows its own part.
const (
	exampleService = `version: "1.0"
service:
  name: Shop
  description: Orders of an online shop
  base_url: https://api.shop.example/v1
`
	exampleCapabilities = `capabilities:
  - name: list_orders
    description: List recent orders
    method: GET
    path: /orders
    permission: read
`
	examplePermissions = `permissions:
  read: [list_orders]
`
)
