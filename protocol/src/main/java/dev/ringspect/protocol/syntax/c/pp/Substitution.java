package dev.ringspect.protocol.syntax.c.pp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import dev.ringspect.protocol.token.TokenKind;

/** Puts arguments into a macro's body: {@code #}, {@code ##}, {@code __VA_OPT__} and gcc's {@code , ## __VA_ARGS__}. */
final class Substitution {
    private final Macro macro;
    private final PpToken name;
    private final List<List<PpToken>> arguments;
    private final List<@Nullable List<PpToken>> expanded = new ArrayList<>();
    private final UnaryOperator<List<PpToken>> expand;
    private final Expander.Host host;

    Substitution(Macro macro, PpToken name, List<List<PpToken>> arguments, UnaryOperator<List<PpToken>> expand,
            Expander.Host host) {
        this.macro = macro;
        this.name = name;
        this.arguments = arguments;
        this.expand = expand;
        this.host = host;
        for (int i = 0; i < arguments.size(); i++) {
            expanded.add(null);
        }
    }

    List<PpToken> run() {
        return substitute(macro.body);
    }

    private List<PpToken> substitute(List<PpToken> body) {
        List<PpToken> out = new ArrayList<>(body.size() + 8);
        int at = 0;
        boolean paste = false;
        while (at < body.size()) {
            if (body.get(at).is("##") && !out.isEmpty() && at + 1 < body.size()) {
                paste = true;
                at++;
                continue;
            }
            Piece piece = read(body, at, paste);
            at += piece.used;
            List<PpToken> tokens = piece.tokens;
            if (paste && piece.isRest() && out.getLast().is(",")) {
                // gcc: the comma goes when nothing follows it, and is not pasted otherwise
                if (tokens.isEmpty()) {
                    out.removeLast();
                }
                tokens = expanded(piece.parameter);
                paste = false;
            }
            add(out, tokens, piece.first, paste);
            if (tokens.isEmpty() && !paste && at < body.size() && body.get(at).is("##")) {
                at++; // nothing ## x is x
            }
            paste = false;
        }
        return out;
    }

    /**
     * What one place of the body becomes.
     *
     * @param first the body's token there
     * @param used how many of the body's tokens it takes
     * @param parameter the parameter that stands there by its place, or -1
     */
    private record Piece(List<PpToken> tokens, PpToken first, int used, int parameter, boolean isRest) {
        static Piece of(List<PpToken> tokens, PpToken first, int used) {
            return new Piece(tokens, first, used, -1, false);
        }
    }

    private Piece read(List<PpToken> body, int at, boolean isPasted) {
        PpToken token = body.get(at);
        boolean isLast = at + 1 == body.size();
        if (macro.function && token.is("#") && !isLast && macro.parameter(body.get(at + 1)) >= 0) {
            return Piece.of(List.of(stringified(token, arguments.get(macro.parameter(body.get(at + 1))))), token, 2);
        }
        if (macro.variadic && token.is("__VA_OPT__") && !isLast && body.get(at + 1).is("(")) {
            int end = closing(body, at + 1);
            return Piece.of(arguments.getLast().isEmpty() ? List.of() : substitute(body.subList(at + 2, end)), token,
                    Math.min(end + 1, body.size()) - at);
        }
        int parameter = macro.parameter(token);
        if (parameter < 0) {
            return Piece.of(List.of(token), token, 1);
        }
        boolean isOperand = isPasted || (!isLast && body.get(at + 1).is("##"));
        return new Piece(isOperand ? arguments.get(parameter) : expanded(parameter), token, 1, parameter,
                macro.variadic && parameter == macro.parameters.size() - 1);
    }

    private void add(List<PpToken> out, List<PpToken> piece, PpToken like, boolean paste) {
        if (!host.spend(piece.size())) {
            return;
        }
        for (int i = 0; i < piece.size(); i++) {
            PpToken token = i == 0 ? piece.get(0).spacedLike(like) : piece.get(i);
            if (i == 0 && paste && !out.isEmpty()) {
                PpToken left = out.removeLast();
                out.addAll(pasted(left, token));
            } else {
                out.add(token);
            }
        }
    }

    private List<PpToken> expanded(int parameter) {
        List<PpToken> known = expanded.get(parameter);
        if (known == null) {
            known = expand.apply(arguments.get(parameter));
            expanded.set(parameter, known);
        }
        return known;
    }

    private static int closing(List<PpToken> body, int open) {
        int depth = 0;
        for (int i = open; i < body.size(); i++) {
            if (body.get(i).is("(")) {
                depth++;
            } else if (body.get(i).is(")") && --depth == 0) {
                return i;
            }
        }
        return body.size();
    }

    private List<PpToken> pasted(PpToken left, PpToken right) {
        PpToken[] one = PpFile.lex(name.source, " " + left.text + right.text, 0);
        if (one.length == 1 && one[0].kind != TokenKind.UNKNOWN) {
            // the part that stands in the user's text tells more than the one of the macro's body
            PpToken place = left.source == name.source && left.start > name.start
                    ? left
                    : right.source == name.source && right.start > name.start ? right : left;
            return List.of(place.with(one[0].kind, one[0].text).spacedLike(left));
        }
        return List.of(left, right);
    }

    private PpToken stringified(PpToken hash, List<PpToken> argument) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < argument.size(); i++) {
            PpToken token = argument.get(i);
            if (i > 0 && (token.has(PpToken.SPACE_BEFORE) || token.has(PpToken.NEW_LINE))) {
                text.append(' ');
            }
            boolean quoted = token.kind == TokenKind.STRING || token.kind == TokenKind.CHARACTER;
            text.append(quoted ? token.text.replace("\\", "\\\\").replace("\"", "\\\"") : token.text);
            if (!host.spend(1)) {
                break;
            }
        }
        return hash.with(TokenKind.STRING, text.append('"').toString());
    }
}
