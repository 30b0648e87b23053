-- Starts the language server for declarations in every Neovim since 0.7.
-- `vim.g.usepaso_cmd = { "/path/to/usepaso", "lsp" }` names another binary.
if vim.g.loaded_usepaso then
  return
end
vim.g.loaded_usepaso = true

local patterns = { "usepaso.yaml", "usepaso.yml", "*.usepaso.yaml", "*.usepaso.yml" }
local cmd = vim.g.usepaso_cmd or { "usepaso", "lsp" }

-- The dry run and other views arrive as text: show them in a scratch split.
local function show(text, filetype)
  vim.cmd("botright new")
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = "nofile", "wipe", false
  vim.bo.filetype = filetype
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text, "\n"))
  vim.bo.modifiable = false
end

local function start(buffer, path)
  local root = vim.fn.fnamemodify(path, ":p:h")
  local config = { name = "usepaso", cmd = cmd, root_dir = root }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
  else
    vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(config))
  end
end

if vim.fn.has("nvim-0.11") == 1 then
  if vim.g.usepaso_cmd then
    vim.lsp.config("usepaso", { cmd = cmd })
  end
  vim.lsp.enable("usepaso")
else
  vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
    pattern = patterns,
    callback = function(event)
      start(event.buf, event.match)
    end,
  })
end

vim.api.nvim_create_user_command("UsepasoDryRun", function()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  local params = { command = "usepaso.dryRun", arguments = { { uri = vim.uri_from_bufnr(0), position = { line = line, character = 0 } } } }
  vim.lsp.buf_request(0, "workspace/executeCommand", params, function(err, result)
    if err then
      vim.notify(err.message, vim.log.levels.ERROR)
    elseif type(result) == "table" and result.text then
      show(result.text, "http")
    end
  end)
end, { desc = "Show the exact request of the capability under the cursor; sends nothing" })
