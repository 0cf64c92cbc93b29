package dev.ringspect.protocol.decode;

import java.util.Optional;
import java.util.OptionalLong;

import dev.ringspect.protocol.expr.Expr;
import dev.ringspect.protocol.expr.Symbol;
import dev.ringspect.protocol.expr.Symbols;
import dev.ringspect.protocol.layout.Abi;
import dev.ringspect.protocol.layout.LayoutEngine;
import dev.ringspect.protocol.layout.MemberOffset;
import dev.ringspect.protocol.model.Protocol;

/** What every expression about a protocol can use: its constants, and the sizes of its types in programs for one ABI. */
record ProtocolNames(Protocol protocol, Abi abi) implements Symbols {
    @Override
    public Optional<Symbol> find(String path) {
        return protocol.constant(path);
    }

    @Override
    public OptionalLong sizeOf(Expr.TypeName type) {
        return protocol.measured(type.name()).map(found -> OptionalLong.of(new LayoutEngine(abi).sizeOf(found)))
                .orElse(OptionalLong.empty());
    }

    @Override
    public OptionalLong offsetOf(Expr.TypeName type, String path) {
        return protocol.measured(type.name()).map(found -> MemberOffset.of(new LayoutEngine(abi), found, path))
                .orElse(OptionalLong.empty());
    }
}
