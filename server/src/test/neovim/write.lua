-- Runs in a headless Neovim: writes a protocol with completion, corrects a mistake, follows
-- a name, takes quick fixes, makes a Rust form, renames, formats. Prints what it saw; ends with 1 on failure.

local session = dofile(vim.env.RINGSPECT_SESSION)
local say, fail, file, patience = session.say, session.fail, session.file, session.patience

local function main()
    local buffer = session.open()

    local function ask(method, params)
        params.textDocument = { uri = vim.uri_from_bufnr(buffer) }
        for _, answer in pairs(vim.lsp.buf_request_sync(buffer, method, params, patience) or {}) do
            if answer.error then
                fail(method .. ': ' .. answer.error.message)
            end
            return answer.result
        end
        fail(method .. ' was not answered')
    end
    local function lines()
        return vim.api.nvim_buf_get_lines(buffer, 0, -1, false)
    end
    -- Where the cursor is after the last line that holds the words.
    local function after(words)
        for number = #lines(), 1, -1 do
            local _, last = lines()[number]:find(words, 1, true)
            if last then
                return { line = number - 1, character = last }
            end
        end
        fail(words .. ' is not in the file')
    end
    local function offered(words, label)
        local list = ask('textDocument/completion', { position = after(words) })
        for _, item in ipairs(list.items or list) do
            if item.label == label then
                return
            end
        end
        fail(label .. ' is not offered after ' .. words)
    end
    local function add(...)
        local last = #lines()
        local from = lines()[last] == '' and last - 1 or last
        vim.api.nvim_buf_set_lines(buffer, from, last, false, { ... })
    end

    local started = vim.wait(patience, function()
        for _, client in pairs(vim.lsp.buf_get_clients(buffer)) do
            return client.initialized
        end
    end, 20)
    if not started then
        fail('the server did not start')
    end
    add('prot')
    offered('prot', 'protocol')
    say('offered: protocol')
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, { 'protocol story;' })
    add('on device "/dev/null";')
    add('struct story_cmd {', '__u32 op;', '_u32 len;', '};')
    add('command IO = 1 {', 'payload struct story_cmd;', 'check ')
    offered('payload struct ', 'story_cmd')
    say('offered: struct story_cmd')
    offered('check ', 'len')
    say('offered: len')
    vim.api.nvim_buf_set_lines(buffer, -2, -1, false, { 'check len < 4096;', '}' })

    local function diagnostics()
        return vim.diagnostic.get(buffer, { severity = vim.diagnostic.severity.ERROR })
    end
    -- What was said of the text before it was finished may still be there.
    local mistake
    vim.wait(patience, function()
        for _, one in ipairs(diagnostics()) do
            mistake = one.message:find('_u32', 1, true) and one or mistake
        end
        return mistake
    end, 50)
    if not mistake then
        fail('no diagnostic for the mistake: ' .. vim.inspect(diagnostics()))
    end
    say('mistake: line ' .. mistake.lnum + 1)
    vim.api.nvim_buf_set_lines(buffer, 4, 5, false, { '__u32 len;' })
    if not vim.wait(patience, function() return #diagnostics() == 0 end, 50) then
        fail('the diagnostic stays: ' .. vim.inspect(diagnostics()))
    end
    say('corrected')

    -- Takes what is offered under the title where a finding is, or at a place.
    local function take(title, from, to, about)
        local actions = ask('textDocument/codeAction',
            { range = { start = from, ['end'] = to }, context = { diagnostics = about } })
        for _, action in ipairs(actions) do
            if action.title == title then
                vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
                return
            end
        end
        fail(title .. ' is not offered: ' .. vim.inspect(actions))
    end
    local function finding(id)
        for _, one in ipairs(vim.diagnostic.get(buffer)) do
            if one.code == id or (one.user_data and one.user_data.lsp and one.user_data.lsp.code == id) then
                return one
            end
        end
    end
    local function mend(id, title)
        if not vim.wait(patience, function() return finding(id) end, 50) then
            fail(id .. ' is not found: ' .. vim.inspect(vim.diagnostic.get(buffer)))
        end
        local found = finding(id)
        take(title, { line = found.lnum, character = found.col },
            { line = found.end_lnum, character = found.end_col }, {})
        if not vim.wait(patience, function() return not finding(id) end, 50) then
            fail(id .. ' stays: ' .. vim.inspect(lines()))
        end
        say('mended: ' .. id)
    end
    vim.api.nvim_buf_set_lines(buffer, 3, 4, false, { '__u8 op;' })
    mend('L04', 'Declare the 3 bytes of padding')
    mend('L12', 'Require pad to be 0')
    mend('L17', 'Suppress L17 here')
    local tag = after('struct story_c')
    take('Write struct story_cmd as a Rust struct', tag, tag, {})
    local rust = vim.fn.fnamemodify(file, ':h') .. '/story_cmd.rs'
    local form = vim.api.nvim_buf_get_lines(vim.uri_to_bufnr(vim.uri_from_fname(rust)), 0, -1, false)
    say('made: ' .. table.concat(form, ' '))

    local place = after('check le')
    local definition = ask('textDocument/definition', { position = place })
    say('definition: line ' .. (definition[1] or definition).range.start.line)
    local references = ask('textDocument/references',
        { position = place, context = { includeDeclaration = true } })
    say('references: ' .. #references)
    say('symbols: ' .. #ask('textDocument/documentSymbol', {}))
    local edit = ask('textDocument/rename', { position = place, newName = 'length' })
    vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
    local edits = ask('textDocument/formatting', { options = { tabSize = 4, insertSpaces = true } })
    vim.lsp.util.apply_text_edits(edits, buffer, 'utf-16')
    say(table.concat(lines(), '\n'))

    vim.cmd('edit ' .. vim.fn.fnamemodify(file, ':h') .. '/driver.c')
    vim.bo.filetype = 'c'
    say('joined: ' .. vim.tbl_count(vim.lsp.buf_get_clients(vim.api.nvim_get_current_buf())))
end

session.run(main)
