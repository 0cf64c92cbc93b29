package dev.ringspect.server.lsp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.ResourceOperationKind;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.junit.jupiter.api.Test;

/** From an empty file to a finished protocol, with the help that an editor gives on the way. */
class WritingStoryTest {
    private static final String URI = "file:///w/story.uring";

    @Test
    void aProtocolIsWritten() {
        try (EditorSession session = new EditorSession()) {
            session.initialize(thatMakesFiles());
            Author author = new Author(session, URI);
            author.complete("protocol");
            author.type(" story;\n");
            author.complete("on");
            author.type(" ");
            author.complete("device");
            author.type(" \"/dev/nu");
            author.complete("/dev/null");
            author.type("\";\n");
            author.type("enum story_op { STORY_READ=1, STORY_WRITE };\n");

            author.type("struct story_cmd {\n");
            author.complete("__u8");
            author.type(" op;\n");
            author.complete("__u32");
            author.type(" len;\n__u64 addr;\n};\n");
            author.complete("refine");
            author.type(" struct ");
            author.complete("story_cmd");
            author.type(" { ");
            author.complete("op");
            author.type(" : enum ");
            author.complete("story_op");
            author.type("; }\n");

            author.complete("command");
            author.type(" TRANSFER = ");
            author.complete("STORY_READ");
            author.type(" {\n payload struct ");
            author.complete("story_cmd");
            author.type(";\n errors { ");
            author.complete("EINVAL");
            author.type(" \"op is unknown\"; }\n check ");
            author.complete("op");
            author.type(" == STORY_REED;\n}\n");

            Diagnostic mistake = author.await(all -> messages(all).contains("STORY_REED")).stream()
                    .filter(one -> message(one).contains("STORY_REED")).findFirst().orElseThrow();
            assertThat(mistake.getRange().getStart().getLine()).isEqualTo(12);
            author.goBehind("== STORY_RE");
            author.erase("ED");
            author.complete("STORY_READ");

            Diagnostic hole = author.await(all -> all.stream().anyMatch(one -> code(one).equals("L04"))
                    && !messages(all).contains("STORY_REED")).stream().filter(one -> code(one).equals("L04"))
                    .findFirst().orElseThrow();
            assertThat(hole.getRange().getStart().getLine()).isEqualTo(5);
            author.take("Declare the 3 bytes of padding", hole.getRange(), List.of(hole));
            author.await(all -> all.stream().noneMatch(one -> code(one).equals("L04")));

            author.goBehind("__u32 len");
            author.rename("length");
            author.format();
            // what is left is for the driver: pad is never checked, and 1 is a number of others too
            List<Diagnostic> left = author.await(
                    all -> all.stream().map(WritingStoryTest::code).toList().equals(List.of("L12", "L17")));
            author.take("Suppress L17 here", left.getLast().getRange(), List.of(left.getLast()));
            Diagnostic unchecked = author
                    .await(all -> all.stream().map(WritingStoryTest::code).toList().equals(List.of("L12"))).getFirst();
            author.take("Require pad to be 0", unchecked.getRange(), List.of(unchecked));
            author.await(List::isEmpty);

            author.goBehind("struct story_c");
            author.take("Write struct story_cmd as a Rust struct");
            author.take("Write struct story_cmd as a C header");
            assertThat(author.made("file:///w/story_cmd.rs")).contains("#[repr(C)]", "pub struct story_cmd {",
                    "pub length: u32,");
            assertThat(author.made("file:///w/story_cmd.h")).contains("struct story_cmd {", "__u32 length;");
            assertThat(author.text()).isEqualTo("""
                    protocol story;
                    on device "/dev/null";
                    enum story_op { STORY_READ = 1, STORY_WRITE };
                    struct story_cmd {
                        __u8  op;
                        __u8  pad[3];
                        __u32 length;
                        __u64 addr;
                    };
                    refine struct story_cmd { pad == 0; op : enum story_op; }
                    command TRANSFER = STORY_READ { // ringspect: ignore L17
                        payload struct story_cmd;
                        errors { EINVAL "op is unknown"; }
                        check op == STORY_READ;
                    }
                    """);
        }
    }

    private static InitializeParams thatMakesFiles() {
        WorkspaceEditCapabilities edits = new WorkspaceEditCapabilities();
        edits.setDocumentChanges(true);
        edits.setResourceOperations(List.of(ResourceOperationKind.Create));
        WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
        workspace.setWorkspaceEdit(edits);
        ClientCapabilities client = new ClientCapabilities();
        client.setWorkspace(workspace);
        return EditorSession.params(client);
    }

    private static String code(Diagnostic diagnostic) {
        return diagnostic.getCode() == null ? "" : diagnostic.getCode().getLeft();
    }

    private static String message(Diagnostic diagnostic) {
        return diagnostic.getMessage().getLeft();
    }

    private static String messages(List<Diagnostic> diagnostics) {
        return String.join("\n", diagnostics.stream().map(WritingStoryTest::message).toList());
    }
}
