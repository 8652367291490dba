package dev.belay.store.file;

import dev.belay.TrafficSplit;
import dev.belay.strategy.Command;
import dev.belay.strategy.Command.Order;
import dev.belay.strategy.Input;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** What happened, as bytes. */
final class InputCodec {

  /** A kind of input, with the number that stands for it in files; it never changes and is never given away again. */
  private record Kind<T extends Input>(
      int tag, Class<T> type, BiConsumer<Encoder, T> write, Decoder.Reading<T> read) {

    boolean is(Input input) {
      return type.isInstance(input);
    }

    void write(Encoder to, Input input) {
      write.accept(to.number(tag), type.cast(input));
    }
  }

  private static final List<Kind<?>> KINDS = List.of(
      new Kind<>(
          1,
          Input.Begun.class,
          (to, input) -> writeOrder(to, input.order()).text(input.plan()),
          from -> new Input.Begun(readOrder(from), from.text())),
      new Kind<>(
          2,
          Input.Switched.class,
          (to, input) -> writeOrder(to, input.order()),
          from -> new Input.Switched(readOrder(from))),
      new Kind<>(
          3,
          Input.Restarted.class,
          (to, input) -> to.duration(input.away()).duration(input.lived()),
          from -> new Input.Restarted(from.duration(), from.duration())),
      new Kind<>(
          4,
          Input.Assessed.class,
          (to, input) -> EvidenceCodec.writeEvaluation(to, input.evaluation()),
          from -> new Input.Assessed(EvidenceCodec.readEvaluation(from))),
      new Kind<>(5, Input.Tick.class, (to, input) -> {}, from -> new Input.Tick()),
      new Kind<>(
          6,
          Input.Readiness.class,
          (to, input) -> to.flag(input.ready()).text(input.detail()),
          from -> new Input.Readiness(from.flag(), from.text())),
      new Kind<>(
          7,
          Input.SplitConfirmed.class,
          (to, input) -> writeSplit(to, input.split()),
          from -> new Input.SplitConfirmed(readSplit(from))),
      new Kind<>(
          8,
          Input.SplitRefused.class,
          (to, input) -> writeSplit(to, input.split()).text(input.reason()),
          from -> new Input.SplitRefused(readSplit(from), from.text())),
      new Kind<>(
          9,
          Input.Drained.class,
          (to, input) -> to.version(input.version()).number(input.inFlight()),
          from -> new Input.Drained(from.version(), from.number())),
      new Kind<>(
          10,
          Input.Released.class,
          (to, input) -> to.flag(input.done()).text(input.detail()),
          from -> new Input.Released(from.flag(), from.text())),
      new Kind<>(
          11,
          Input.Tripped.class,
          (to, input) -> to.text(input.reason()),
          from -> new Input.Tripped(from.text())),
      new Kind<>(
          12,
          Input.TargetChanged.class,
          (to, input) -> writeSplit(to, input.found()),
          from -> new Input.TargetChanged(readSplit(from))),
      command(13, Command.Pause.class, Command.Pause::new),
      command(14, Command.Resume.class, Command.Resume::new),
      command(15, Command.Approve.class, Command.Approve::new),
      command(16, Command.Promote.class, Command.Promote::new),
      command(17, Command.RollBack.class, Command.RollBack::new));

  private InputCodec() {}

  private static <T extends Command> Kind<T> command(
      int tag, Class<T> type, Function<Order, T> make) {
    return new Kind<>(
        tag,
        type,
        (to, input) -> writeOrder(to, input.order()),
        from -> make.apply(readOrder(from)));
  }

  static void write(Encoder to, Input input) {
    KINDS.stream()
        .filter(kind -> kind.is(input))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no tag for " + input))
        .write(to, input);
  }

  static Input read(Decoder from) throws UnreadableException {
    int tag = from.integer();
    for (Kind<?> kind : KINDS) {
      if (kind.tag() == tag) {
        return kind.read().read(from);
      }
    }
    throw UnreadableException.ofKind("input", tag);
  }

  private static Encoder writeOrder(Encoder to, Order order) {
    to.text(order.id())
        .text(order.actor())
        .text(order.reason())
        .flag(order.expectedRevision().isPresent());
    order.expectedRevision().ifPresent(to::number);
    return to;
  }

  private static Order readOrder(Decoder from) throws UnreadableException {
    return new Order(
        from.text(),
        from.text(),
        from.text(),
        from.flag() ? OptionalLong.of(from.number()) : OptionalLong.empty());
  }

  static Encoder writeSplit(Encoder to, TrafficSplit split) {
    return to.map(split.parts(), Encoder::version, (each, part) -> each.number(part));
  }

  static TrafficSplit readSplit(Decoder from) throws UnreadableException {
    TrafficSplit.Builder builder = TrafficSplit.builder();
    from.map(Decoder::version, Decoder::integer).forEach(builder::basisPoints);
    return builder.build();
  }
}
