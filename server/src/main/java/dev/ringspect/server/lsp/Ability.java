package dev.ringspect.server.lsp;

import java.util.Optional;
import java.util.function.Function;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeLensWorkspaceCapabilities;
import org.eclipse.lsp4j.DiagnosticWorkspaceCapabilities;
import org.eclipse.lsp4j.DidChangeConfigurationCapabilities;
import org.eclipse.lsp4j.InlayHintWorkspaceCapabilities;
import org.eclipse.lsp4j.SemanticTokensWorkspaceCapabilities;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;

/** Something that a client may do for the server when it is asked to. */
enum Ability {
    /** Answers {@code workspace/configuration}. */
    TELLS_CONFIGURATION(can -> workspace(can).map(WorkspaceClientCapabilities::getConfiguration)),
    /** Says that its configuration changed. */
    REGISTERS_CONFIGURATION(can -> workspace(can).map(WorkspaceClientCapabilities::getDidChangeConfiguration)
            .map(DidChangeConfigurationCapabilities::getDynamicRegistration)),
    /** Asks for code lenses anew. */
    REFRESHES_LENSES(can -> workspace(can).map(WorkspaceClientCapabilities::getCodeLens)
            .map(CodeLensWorkspaceCapabilities::getRefreshSupport)),
    /** Asks for inlay hints anew. */
    REFRESHES_HINTS(can -> workspace(can).map(WorkspaceClientCapabilities::getInlayHint)
            .map(InlayHintWorkspaceCapabilities::getRefreshSupport)),
    /** Pulls diagnostics anew. */
    REFRESHES_DIAGNOSTICS(can -> workspace(can).map(WorkspaceClientCapabilities::getDiagnostics)
            .map(DiagnosticWorkspaceCapabilities::getRefreshSupport)),
    /** Asks for semantic tokens anew. */
    REFRESHES_TOKENS(can -> workspace(can).map(WorkspaceClientCapabilities::getSemanticTokens)
            .map(SemanticTokensWorkspaceCapabilities::getRefreshSupport)),
    /** Shows progress that the server starts, and lets its user cancel it. */
    SHOWS_PROGRESS(can -> Optional.ofNullable(can.getWindow()).map(WindowClientCapabilities::getWorkDoneProgress));

    @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
    private final Function<ClientCapabilities, Optional<Boolean>> said;

    Ability(Function<ClientCapabilities, Optional<Boolean>> said) {
        this.said = said;
    }

    /** Whether {@code client} said that it does. */
    boolean isOf(ClientFacts client) {
        return said.apply(client.can()).orElse(false);
    }

    private static Optional<WorkspaceClientCapabilities> workspace(ClientCapabilities can) {
        return Optional.ofNullable(can.getWorkspace());
    }
}
