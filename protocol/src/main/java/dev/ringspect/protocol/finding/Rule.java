package dev.ringspect.protocol.finding;

import dev.ringspect.protocol.text.Severity;

/**
 * What an inspection is called and what it is about. Its page is {@code docs/inspections/<id>.md}.
 *
 * @param id its id in the catalogue: {@code L04}
 * @param name its name: {@code implicit-hole}
 * @param severity the severity of its findings while no setting says another
 * @param description what it looks for and why that matters, a paragraph for people
 */
public record Rule(String id, String name, Severity severity, String description) {}
