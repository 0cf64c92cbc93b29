-- What the scripts here share: they run in a headless Neovim with one file open, print what they
-- saw, and end with 1 on failure.
local session = { file = vim.env.RINGSPECT_FILE, patience = 60000 }

function session.say(text)
    io.stdout:write(text .. '\n')
end

function session.fail(text)
    session.say('FAILED: ' .. text)
    vim.cmd('cquit 1')
end

-- Opens the file with the configuration that users have; its buffer.
function session.open()
    package.path = vim.env.RINGSPECT_EDITORS .. '/neovim/?.lua;' .. package.path
    require('ringspect').setup({ cmd = vim.fn.json_decode(vim.env.RINGSPECT_SERVER) })
    vim.cmd('edit ' .. vim.fn.fnameescape(session.file))
    return vim.api.nvim_get_current_buf()
end

-- Runs a script's main function and leaves Neovim.
function session.run(main)
    local ok, failure = xpcall(main, debug.traceback)
    if not ok then
        session.fail(failure)
    end
    vim.cmd('qall!')
end

return session
