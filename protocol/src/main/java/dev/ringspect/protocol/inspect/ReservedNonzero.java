package dev.ringspect.protocol.inspect;

import java.util.List;
import java.util.Optional;

import dev.ringspect.protocol.decode.CommandDecoder;
import dev.ringspect.protocol.decode.Field;
import dev.ringspect.protocol.model.FieldMeaning;
import dev.ringspect.protocol.text.Location;
import dev.ringspect.protocol.text.Severity;
import dev.ringspect.protocol.traffic.RequestView;
import dev.ringspect.protocol.traffic.ResolvedCommand.FixedField;

/** A field that must have a certain value, mostly zero, has another. */
final class ReservedNonzero implements TrafficInspection {
    @Override
    public String id() {
        return "D08";
    }

    @Override
    public String name() {
        return "payload-reserved-nonzero";
    }

    @Override
    public Severity severity() {
        return Severity.WARNING;
    }

    @Override
    public void inspect(InspectedRequest inspected, Out out) {
        List<FixedField> fields = inspected.command().fixedFields();
        for (int i = 0; i < fields.size(); i++) {
            FixedField fixed = fields.get(i);
            if (wrongElement(inspected, fixed) >= 0) {
                out.found(this, fixed.rule().severity(), fixed.field(), 0);
            }
        }
    }

    @Override
    public String message(InspectedRequest inspected, Subject subject) {
        Field field = (Field) subject.anchor();
        long wanted = inspected.command().fixedFields().stream().filter(fixed -> fixed.field().equals(field))
                .findFirst()
                .map(fixed -> fixed.rule().value()).orElse(0L);
        int element = Math.max(0,
                wrongElement(inspected, new FixedField(field, new FieldMeaning.MustBe(wanted, severity()))));
        String name = field.array() ? field.path() + "[" + element + "]" : field.path();
        String value = number(inspected.command().decoder().map(
                d -> d.number(field, element, inspected.request().memory(), inspected.request().sqeOffset()))
                .orElse(0L));
        return inspected.called() + ": " + name + " is " + value + ", it must be " + number(wanted);
    }

    @Override
    public Optional<Location> where(InspectedRequest inspected, Subject subject) {
        return ((Field) subject.anchor()).where();
    }

    /** The first element with another value, -1 when all are right or the SQE does not hold the field. */
    private static int wrongElement(InspectedRequest inspected, FixedField fixed) {
        RequestView request = inspected.request();
        Optional<CommandDecoder> decoder = inspected.command().decoder();
        if (decoder.isEmpty() || !decoder.get().fits(fixed.field(), request.sqeSize())) {
            return -1;
        }
        for (int element = 0; element < fixed.field().count(); element++) {
            long value = decoder.get().number(fixed.field(), element, request.memory(), request.sqeOffset());
            if (value != fixed.rule().value()) {
                return element;
            }
        }
        return -1;
    }

    private static String number(long value) {
        return value >= 0 && value < 10 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
}
