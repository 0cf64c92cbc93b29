-- Ringspect in Neovim 0.7 or later. Put this file on the runtime path as
-- lua/ringspect.lua and call require('ringspect').setup() in init.lua.
local M = {}

-- options.cmd     the server's command, { 'ringspect', 'lsp' } unless given
-- options.trusted false keeps the server from tracing anything
function M.setup(options)
    options = options or {}
    vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
        pattern = '*.uring',
        callback = function(event)
            vim.bo[event.buf].filetype = 'uring'
            vim.bo[event.buf].commentstring = '// %s'
            M.attach(event.buf, options)
            for _, other in ipairs(vim.api.nvim_list_bufs()) do
                M.join(other, options)
            end
        end,
    })
    -- C and Rust have servers of their own; ours joins them where protocols are written.
    vim.api.nvim_create_autocmd('FileType', {
        pattern = { 'c', 'cpp', 'rust' },
        callback = function(event)
            M.join(event.buf, options)
        end,
    })
    vim.api.nvim_create_user_command('RingspectTrace', function(command)
        M.trace(command.args)
    end, { nargs = 1, desc = 'Trace "all", a process id, or a command line' })
    vim.api.nvim_create_user_command('RingspectStop', function()
        M.execute('ringspect.trace.stop', {})
    end, { desc = 'Stop all traces' })
end

local client

-- Attaches a C or Rust buffer, once a protocol file has been opened.
function M.join(buffer, options)
    local joins = vim.tbl_contains({ 'c', 'cpp', 'rust' }, vim.bo[buffer].filetype)
    if joins and client and vim.api.nvim_buf_is_loaded(buffer) then
        M.attach(buffer, options)
    end
end

-- Attaches a buffer to the one server of this editor, started when needed.
function M.attach(buffer, options)
    options = options or {}
    if not client or vim.lsp.client_is_stopped(client) then
        local root = vim.fs and vim.fs.dirname(vim.api.nvim_buf_get_name(buffer)) or vim.fn.getcwd()
        client = vim.lsp.start_client({
            name = 'ringspect',
            cmd = options.cmd or { 'ringspect', 'lsp' },
            root_dir = root,
            init_options = { trusted = options.trusted ~= false },
            workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
        })
        if not client then
            vim.notify('ringspect: the server did not start; is ringspect on the PATH?', vim.log.levels.ERROR)
            return
        end
    end
    vim.lsp.buf_attach_client(buffer, client)
    return client
end

-- The argument of ringspect.trace.start for what a user typed.
function M.target(typed)
    if typed == 'all' then
        return { all = true }
    end
    if typed:match('^%d+$') then
        return { pid = tonumber(typed) }
    end
    return { command = vim.split(typed, '%s+', { trimempty = true }) }
end

function M.trace(typed)
    M.execute('ringspect.trace.start', { M.target(typed) })
end

-- The server itself shows why it refuses a command.
function M.execute(command, arguments)
    local server = client and vim.lsp.get_client_by_id(client)
    if not server then
        vim.notify('ringspect: open a .uring file first', vim.log.levels.WARN)
        return
    end
    server.request('workspace/executeCommand', { command = command, arguments = arguments }, function(_, answer)
        if answer then
            vim.notify('ringspect: ' .. vim.inspect(answer))
        end
    end)
end

return M
