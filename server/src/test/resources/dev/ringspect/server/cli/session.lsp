Content-Length: 107

{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}Content-Length: 52

{"jsonrpc":"2.0","method":"initialized","params":{}}Content-Length: 262

{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring","languageId":"uring","version":1,"text":"protocol p;\non device \"/dev/x*\";\nstruct a { __u8 x; __u32 y; };\ncommand A = 1 { payload struct a; }\n"}}}Content-Length: 156

{"jsonrpc":"2.0","id":10,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12}}}Content-Length: 161

{"jsonrpc":"2.0","id":11,"method":"textDocument/completion","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12}}}Content-Length: 161

{"jsonrpc":"2.0","id":12,"method":"textDocument/definition","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12}}}Content-Length: 199

{"jsonrpc":"2.0","id":13,"method":"textDocument/references","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12},"context":{"includeDeclaration":true}}}Content-Length: 165

{"jsonrpc":"2.0","id":14,"method":"textDocument/documentSymbol","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12}}}Content-Length: 163

{"jsonrpc":"2.0","id":15,"method":"textDocument/foldingRange","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12}}}Content-Length: 170

{"jsonrpc":"2.0","id":16,"method":"textDocument/semanticTokens/full","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12}}}Content-Length: 159

{"jsonrpc":"2.0","id":17,"method":"textDocument/codeLens","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12}}}Content-Length: 205

{"jsonrpc":"2.0","id":18,"method":"textDocument/formatting","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12},"options":{"tabSize":4,"insertSpaces":true}}}Content-Length: 234

{"jsonrpc":"2.0","id":19,"method":"textDocument/inlayHint","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"},"position":{"line":2,"character":12},"range":{"start":{"line":0,"character":0},"end":{"line":4,"character":0}}}}Content-Length: 235

{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring","version":2},"contentChanges":[{"range":{"start":{"line":2,"character":12},"end":{"line":2,"character":12}},"text":"x"}]}}Content-Length: 114

{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///tmp/nowhere/a.uring"}}}Content-Length: 59

{"jsonrpc":"2.0","id":99,"method":"shutdown","params":null}Content-Length: 47

{"jsonrpc":"2.0","method":"exit","params":null}