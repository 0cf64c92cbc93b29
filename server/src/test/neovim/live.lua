-- Runs in a headless Neovim: opens a protocol file, waits for its diagnostics, traces a
-- program, and reads live values in a hover. Prints what it saw; ends with 1 on failure.
local program = vim.fn.json_decode(vim.env.RINGSPECT_PROGRAM)

local session = dofile(vim.env.RINGSPECT_SESSION)
local say, fail, patience = session.say, session.fail, session.patience

local function main()
    local buffer = session.open()

    local function diagnostics()
        return vim.diagnostic.get(buffer)
    end
    local function position(text)
        for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
            local column = line:find(text, 1, true)
            if column then
                return { line = number - 1, character = column - 1 }
            end
        end
        fail(text .. ' is not in the file')
    end
    local function hover(text)
        local answers = vim.lsp.buf_request_sync(buffer, 'textDocument/hover', {
            textDocument = { uri = vim.uri_from_bufnr(buffer) },
            position = position(text),
        }, patience)
        for _, answer in pairs(answers or {}) do
            if answer.result then
                return answer.result.contents.value
            end
        end
        return ''
    end

    -- A mistake is marked, and no longer once it is corrected.
    local line = position('__u64 block;').line
    vim.api.nvim_buf_set_lines(buffer, line, line + 1, false, { '    _u64  block;' })
    if not vim.wait(patience, function() return #diagnostics() > 0 end, 50) then
        fail('no diagnostic for a mistake')
    end
    say('mistake: line ' .. diagnostics()[1].lnum + 1)
    vim.api.nvim_buf_set_lines(buffer, line, line + 1, false, { '    __u64 block;' })
    if not vim.wait(patience, function() return #diagnostics() == 0 end, 50) then
        fail('the diagnostic stays: ' .. vim.inspect(diagnostics()))
    end
    say('corrected')

    -- Real traffic comes back to the lines that declare it.
    local answers = vim.lsp.buf_request_sync(buffer, 'workspace/executeCommand', {
        command = 'ringspect.trace.start',
        arguments = { { command = program } },
    }, patience)
    for _, answer in pairs(answers or {}) do
        if answer.error then
            fail('the trace did not start: ' .. answer.error.message)
        end
    end
    local found
    vim.wait(patience, function()
        for _, one in ipairs(diagnostics()) do
            if one.code == 'D08' and one.message:find('20 requests', 1, true) then
                found = one
            end
        end
        return found
    end, 50)
    if not found then
        fail('no finding of the traffic: ' .. vim.inspect(diagnostics()))
    end
    say('D08: line ' .. found.lnum + 1)
    say(hover('op;'))
end

session.run(main)
