package dev.belay.store.file;

import dev.belay.store.JournalRecord;
import dev.belay.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The journals in a directory, for whoever looks at them from outside. It reads beside a running store, and changes nothing. */
public final class JournalDirectory {

  private final Disk disk;

  JournalDirectory(Disk disk) {
    this.disk = disk;
  }

  /**
   * Looks at a directory.
   *
   * @param directory where the journals are
   * @return its journals
   */
  public static JournalDirectory at(Path directory) {
    return new JournalDirectory(new SystemDisk(directory));
  }

  /**
   * A record and what proves it.
   *
   * @param epoch its epoch
   * @param hash its hash, in hexadecimal digits
   * @param record the record
   */
  public record Proven(long epoch, String hash, JournalRecord record) {}

  /**
   * What a journal says.
   *
   * @param records its records, in order; if it is damaged, those before the damage
   * @param damage where it is damaged, empty if it is not
   * @param torn what is left of a write that was broken off, empty if nothing is
   */
  public record Contents(List<Proven> records, Optional<String> damage, Optional<String> torn) {

    /**
     * Copies the list.
     *
     * @param records its records
     * @param damage where it is damaged
     * @param torn what is left of a write that was broken off
     */
    public Contents {
      records = List.copyOf(records);
    }
  }

  /**
   * Lists the endpoints that have journals.
   *
   * @return their names, sorted; of a journal whose head is damaged the name of its folder
   * @throws StoreException if the directory cannot be read
   */
  public List<String> endpoints() throws StoreException {
    try {
      List<String> endpoints = new ArrayList<>();
      for (String folder : disk.list("")) {
        if (Names.isFolder(folder)) {
          name(folder).ifPresent(endpoints::add);
        }
      }
      return endpoints.stream().sorted().toList();
    } catch (IOException e) {
      throw new StoreException(disk.path("") + " cannot be read: " + e, e);
    }
  }

  /** The name of the endpoint, empty if the folder holds no journal. Only a name that was cut is looked up. */
  private Optional<String> name(String folder) throws IOException {
    String name = Names.endpoint(folder);
    boolean any = false;
    for (String file : disk.list(folder)) {
      boolean segment = Names.segmentOf(file) > 0;
      any |= segment || Names.snapshotOf(file) > 0;
      if (segment && name.equals(folder)) {
        name = nameIn(folder + "/" + file, folder);
      }
    }
    return any ? Optional.of(name) : Optional.empty();
  }

  private String nameIn(String segment, String folder) throws IOException {
    try {
      String name = SegmentHeader.decode(ByteBuffer.wrap(disk.read(segment))).endpoint();
      return Names.folder(name).equals(folder) ? name : folder;
    } catch (UnreadableException e) {
      return folder;
    }
  }

  /**
   * Reads a whole journal.
   *
   * @param endpoint the endpoint's name
   * @return its records, or those before the damage
   * @throws StoreException if it cannot be read
   */
  public Contents read(String endpoint) throws StoreException {
    try {
      Reading reading = new JournalReader(disk, endpoint).read(true);
      return new Contents(
          proven(reading),
          Optional.empty(),
          reading.torn().map(torn -> disk.path(torn.file()) + " at offset " + torn.from()));
    } catch (DamageException damage) {
      return new Contents(
          proven(damage.before()), Optional.of(damage.getMessage() + ""), Optional.empty());
    } catch (IOException e) {
      throw new StoreException("the journal of '" + endpoint + "' could not be read: " + e, e);
    }
  }

  private static List<Proven> proven(Reading reading) {
    return reading.entries().stream()
        .map(entry -> new Proven(
            entry.position().epoch(), entry.position().hash().toString(), entry.record()))
        .toList();
  }

  /**
   * Cuts a damaged journal before its damage.
   *
   * @param endpoint the endpoint's name
   * @return what was done, for people
   * @throws StoreException if it is not damaged, cannot be cut without losing what is good, or is in use
   */
  public List<String> repair(String endpoint) throws StoreException {
    return new Repair(disk, endpoint).run();
  }
}
