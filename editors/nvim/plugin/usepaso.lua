-- Starts the language server for declarations in every Neovim since 0.7.
-- `vim.g.usepaso_cmd = { "/path/to/usepaso", "lsp" }` names another binary.
if vim.g.loaded_usepaso then
  return
end
vim.g.loaded_usepaso = true

local cmd = vim.g.usepaso_cmd or { "usepaso", "lsp" }

local function start(buffer, path)
  local config = { name = "usepaso", cmd = cmd, root_dir = vim.fn.fnamemodify(path, ":p:h") }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
  else
    vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(config))
  end
end

if vim.fn.has("nvim-0.11") == 1 then
  vim.lsp.config("usepaso", { cmd = cmd })
  vim.lsp.enable("usepaso")
else
  vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
    pattern = { "usepaso.yaml", "usepaso.yml", "*.usepaso.yaml", "*.usepaso.yml" },
    callback = function(event)
      start(event.buf, event.match)
    end,
  })
end
