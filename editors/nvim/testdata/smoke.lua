-- Drives the language server from a real Neovim, as a person would.
--   nvim --headless -u NONE -i NONE -n -c "luafile smoke.lua"
-- Environment: USEPASO (the binary), PLUGIN (this plugin's folder), WORKSPACE (a folder that
-- holds usepaso.yaml with one misspelt key, and other.yaml). Prints "ok name" or "FAIL name".
local failed = 0
local function check(name, condition, detail)
  if not condition then
    failed = failed + 1
  end
  local line = (condition and "ok " or "FAIL ") .. name
  io.stdout:write(line .. (not condition and detail and (": " .. vim.inspect(detail)) or "") .. "\n")
end
local function await(condition)
  return vim.wait(10000, condition, 10)
end

local shown = {}
vim.lsp.handlers["window/showMessage"] = function(_, result)
  table.insert(shown, result.message)
end
vim.g.usepaso_cmd = { vim.env.USEPASO, "lsp" }
vim.opt.runtimepath:append(vim.env.PLUGIN)
vim.cmd("filetype on")
vim.cmd("runtime plugin/usepaso.lua")

local function clients(buffer)
  return vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = buffer }) or vim.tbl_values(vim.lsp.buf_get_clients(buffer))
end
vim.cmd("edit " .. vim.env.WORKSPACE .. "/other.yaml")
local other = vim.api.nvim_get_current_buf()
vim.cmd("edit " .. vim.env.WORKSPACE .. "/usepaso.yaml")
local buffer = vim.api.nvim_get_current_buf()
check("attaches to a declaration", await(function() return #clients(buffer) == 1 end))
check("stays away from other YAML", #clients(other) == 0)

local function messages()
  local list = {}
  for _, d in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(list, d.message)
  end
  return table.concat(list, "\n")
end
check("shows the misspelt key", await(function() return messages():find("consent_requird", 1, true) ~= nil end), messages())

local function request(method, params)
  params = vim.tbl_extend("force", { textDocument = vim.lsp.util.make_text_document_params(buffer) }, params or {})
  for _, answer in pairs(vim.lsp.buf_request_sync(buffer, method, params, 5000) or {}) do
    return answer.result
  end
end
local function find(text)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      return { line = i - 1, character = column - 1 }
    end
  end
end

local hover = request("textDocument/hover", { position = find("method: POST") })
check("hovers", hover and vim.inspect(hover.contents):find("GET", 1, true), hover)
local position = find("permission: write")
position.character = position.character + #"permission: "
local completion = request("textDocument/completion", { position = position, context = { triggerKind = 1 } })
local labels = {}
for _, item in ipairs(completion and (completion.items or completion) or {}) do
  labels[item.label] = true
end
check("completes values", labels.read and labels.write and labels.admin, labels)
check("outlines", #(request("textDocument/documentSymbol") or {}) > 0)
check("folds", #(request("textDocument/foldingRange") or {}) > 0)
check("formats", request("textDocument/formatting", { options = { tabSize = 2, insertSpaces = true } }) ~= nil)

-- The lens above the capability, run by the editor's own command.
local codelens, lenses = vim.lsp.codelens, {}
if codelens.enable then
  codelens.enable(true, { bufnr = buffer })
else
  codelens.refresh(vim.fn.has("nvim-0.10") == 1 and { bufnr = buffer } or nil)
end
await(function()
  lenses = codelens.get(codelens.enable and { bufnr = buffer } or buffer)
  return #lenses > 1
end)
check("shows lenses", #lenses > 1, lenses)
vim.api.nvim_win_set_cursor(0, { find("name: create_refund").line + 1, 0 })
local dry = request("workspace/executeCommand", { command = "usepaso.dryRun", arguments = { { uri = vim.uri_from_bufnr(buffer), capability = "create_refund" } } })
check("runs the dry run", dry ~= nil and vim.inspect(dry):find("https://api.stripe.com/v1/refunds", 1, true), dry)
check("shows the dry run", await(function() return #shown > 0 end) and table.concat(shown):find("POST", 1, true), shown)

-- The quick fix, applied to the buffer.
local at = find("consent_requird")
local range = { start = at, ["end"] = at }
local actions = request("textDocument/codeAction", { range = range, context = { diagnostics = {} } })
local fix
for _, action in ipairs(actions or {}) do
  if not fix and action.title:find("consent_required", 1, true) then
    fix = action
  end
end
check("offers the fix", fix ~= nil, actions)
if fix and not fix.edit then
  fix = request("codeAction/resolve", fix)
end
if fix then
  vim.lsp.util.apply_workspace_edit(fix.edit, clients(buffer)[1].offset_encoding)
end
check("the fix is in the text", find("consent_required: true") ~= nil)
check("the finding goes away", await(function() return not messages():find("consent_requird", 1, true) end), messages())

vim.cmd(failed == 0 and "qa!" or "cq!")
