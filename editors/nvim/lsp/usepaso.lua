-- Configuration for Neovim 0.11 and later: `vim.lsp.enable("usepaso")`.
-- Declarations are ordinary YAML buffers; the server attaches by file name only.
local function is_declaration(path)
  local name = vim.fs.basename(path)
  return name:match("^usepaso%.ya?ml$") ~= nil or name:match("%.usepaso%.ya?ml$") ~= nil
end

return {
  cmd = { "usepaso", "lsp" },
  filetypes = { "yaml" },
  root_dir = function(buffer, on_dir)
    local path = vim.api.nvim_buf_get_name(buffer)
    if is_declaration(path) then
      on_dir(vim.fs.root(path, ".git") or vim.fs.dirname(path))
    end
  end,
}
