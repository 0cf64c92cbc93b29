package dev.ringspect.protocol.inspect;

import java.util.function.Consumer;

import dev.ringspect.protocol.model.ProtocolModel;
import dev.ringspect.protocol.text.Severity;

/** One static inspection: what is wrong with a declaration, whatever the traffic. */
public interface Inspection {
    /** Its id in the catalogue: {@code L04}. */
    String id();

    /** Its name: {@code implicit-hole}. */
    String name();

    /** The severity of its findings unless a finding says another. */
    Severity severity();

    /** Inspects one file's declarations. */
    void inspect(ProtocolModel model, Consumer<Finding> findings);
}
