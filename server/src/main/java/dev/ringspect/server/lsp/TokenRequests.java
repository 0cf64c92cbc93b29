package dev.ringspect.server.lsp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.ringspect.protocol.text.Span;
import dev.ringspect.server.feature.names.Painted;
import dev.ringspect.server.feature.names.Paints;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensDelta;
import org.eclipse.lsp4j.SemanticTokensDeltaParams;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SemanticTokensRangeParams;
import org.eclipse.lsp4j.SemanticTokensServerFull;
import org.eclipse.lsp4j.SemanticTokensWithRegistrationOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/** Semantic tokens: all of a text, a range of it, or what changed since the last answer. */
final class TokenRequests implements RequestFamily {
    /** Answers that are remembered for differences; older texts are simply sent in full again. */
    private static final int MOST_REMEMBERED = 32;

    /** What a client was told about a text. */
    private record Told(String id, List<Integer> data) {
        Told {
            data = List.copyOf(data);
        }
    }

    private final Requests requests;
    private final Map<String, Told> told = new LinkedHashMap<>(16, 0.75f, true);
    private long last;

    TokenRequests(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void offer(ServerCapabilities offers, ClientFacts facts) {
        offers.setSemanticTokensProvider(new SemanticTokensWithRegistrationOptions(TokenConversion.legend(),
                new SemanticTokensServerFull(true), true));
    }

    CompletableFuture<SemanticTokens> full(SemanticTokensParams params) {
        return requests.about("textDocument/semanticTokens/full", params.getTextDocument(),
                new SemanticTokens(List.of()), asked -> {
                    Told now = remember(asked.uri(), data(asked));
                    return new SemanticTokens(now.id, now.data);
                });
    }

    CompletableFuture<Either<SemanticTokens, SemanticTokensDelta>> delta(SemanticTokensDeltaParams params) {
        String previous = Requests.required(params.getPreviousResultId(), "previousResultId");
        return requests.about("textDocument/semanticTokens/full/delta", params.getTextDocument(),
                Either.forLeft(new SemanticTokens(List.of())), asked -> {
                    Told before = recall(asked.uri());
                    Told now = remember(asked.uri(), data(asked));
                    return before == null || !before.id.equals(previous)
                            ? Either.forLeft(new SemanticTokens(now.id, now.data))
                            : Either.forRight(new SemanticTokensDelta(
                                    TokenConversion.edits(before.data, now.data), now.id));
                });
    }

    CompletableFuture<SemanticTokens> range(SemanticTokensRangeParams params) {
        Range range = Requests.range(params.getRange());
        return requests.about("textDocument/semanticTokens/range", params.getTextDocument(),
                new SemanticTokens(List.of()), asked -> {
                    Span wanted = asked.span(range);
                    List<Painted> painted = Paints.of(asked.at(), asked.uri(), asked.cancel()).stream()
                            .filter(piece -> piece.span().end() > wanted.start() && piece.span().start() < wanted.end())
                            .toList();
                    return new SemanticTokens(TokenConversion.data(asked.text(), asked.positions(), painted));
                });
    }

    private static List<Integer> data(Asked asked) {
        return TokenConversion.data(asked.text(), asked.positions(),
                Paints.of(asked.at(), asked.uri(), asked.cancel()));
    }

    private synchronized @Nullable Told recall(String uri) {
        return told.get(uri);
    }

    private synchronized Told remember(String uri, List<Integer> data) {
        Told now = new Told(String.valueOf(++last), data);
        told.put(uri, now);
        if (told.size() > MOST_REMEMBERED) {
            told.remove(told.keySet().iterator().next());
        }
        return now;
    }
}
