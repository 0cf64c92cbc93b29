package dev.ringspect.protocol.syntax.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.Type;
import dev.ringspect.protocol.text.SourceText;
import dev.ringspect.protocol.text.Sources;
import dev.ringspect.protocol.token.TokenKind;
import dev.ringspect.protocol.token.Tokens;

/** Real headers, each without any one of its tokens: what is declared further down stays as it was. */
class DamagedHeadersTest {
    private static final String AFTER = "\nstruct after_all { unsigned int one; unsigned long long two; };\n";

    @ParameterizedTest
    @ValueSource(strings = {"linux/io_uring.h", "linux/nvme_ioctl.h", "linux/ublk_cmd.h", "linux/blkzoned.h"})
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void whatFollowsALostTokenStays(String name) {
        Path header = Path.of("/usr/include").resolve(name);
        assumeTrue(Files.isReadable(header), header + " is not installed");
        String uri = "file://" + header;
        String text = switch (Sources.disk().read(uri)) {
            case Sources.Read.Found(SourceText found) -> found.text() + AFTER;
            case Sources.Read.Unreadable(String _, String reason) -> throw new IllegalStateException(reason);
        };
        CConfiguration configuration = CConfiguration.of(Abi.X86_64);
        List<Type.Struct> whole = own(parse(uri, text, configuration), uri);
        assertThat(whole).extracting(Type.Struct::name).contains("after_all");
        Tokens tokens = Tokens.of(SourceText.of(uri, text.substring(0, text.length() - AFTER.length())));
        List<String> lost = new ArrayList<>();
        int damaged = 0;
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            if (kind == TokenKind.SPACE || kind == TokenKind.COMMENT || kind == TokenKind.END) {
                continue;
            }
            int start = tokens.start(i);
            CTranslationUnit unit = parse(uri, text.substring(0, start) + text.substring(tokens.end(i)),
                    configuration);
            damaged++;
            // without an #if, all up to its #endif is another text
            if (kind != TokenKind.DIRECTIVE) {
                missing(whole, own(unit, uri), start).forEach(struct -> lost
                        .add(struct + " without the token at line " + (tokens.source().lineOf(start) + 1)));
            }
        }
        System.out.println(name + ": read without each of " + damaged + " tokens");
        assertThat(lost).isEmpty();
    }

    private static CTranslationUnit parse(String uri, String text, CConfiguration configuration) {
        CTranslationUnit unit = CTranslationUnit.parse(Sources.disk().with(SourceText.of(uri, text)), uri,
                configuration);
        unit.structs().forEach(unit::layout);
        return unit;
    }

    private static List<Type.Struct> own(CTranslationUnit unit, String uri) {
        return unit.structs().stream().filter(struct -> struct.where().orElseThrow().source().equals(uri)).toList();
    }

    /** Structs that start behind {@code damage}, and behind the one that it is in, and are not in {@code found}. */
    private static List<String> missing(List<Type.Struct> whole, List<Type.Struct> found, int damage) {
        List<String> names = found.stream().map(Type.Struct::display).toList();
        return whole.stream().filter(struct -> struct.where().orElseThrow().span().start() > damage)
                .map(Type.Struct::display).skip(1).filter(name -> !names.contains(name)).toList();
    }
}
