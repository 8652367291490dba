package dev.belay.journal;

import dev.belay.store.JournalRecord;
import dev.belay.store.StoreException;
import dev.belay.store.file.JournalDirectory;
import dev.belay.store.file.JournalDirectory.Contents;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prints, checks, exports and repairs journals in files, from a command line:
 *
 * <pre>{@code
 * java -cp <class path> dev.belay.journal.JournalTool verify /var/lib/fraud/journals
 * }</pre>
 *
 * <p>Everything but {@code repair} only reads, and may be used beside a running service. All times are in UTC.
 */
public final class JournalTool {

  /** What was asked for was done. */
  public static final int OK = 0;

  /** A journal is damaged or missing, or could not be read or repaired. */
  public static final int FAILED = 1;

  /** The arguments are not understood. */
  public static final int USAGE = 2;

  private static final String HELP = """
      usage:
        print DIR [ENDPOINT]   prints the journals, or one, for people
        verify DIR             checks every journal; the status is 1 if one is damaged
        export DIR ENDPOINT    writes a journal as JSON, one record a line
        repair DIR ENDPOINT    cuts a damaged journal before its damage; what is cut off is kept beside it
      DIR is the directory of the store. Only repair changes anything, and only while no process uses the store.
      """;

  private final JournalDirectory directory;
  private final Path path;
  private final PrintStream out;
  private final PrintStream err;

  private JournalTool(Path path, PrintStream out, PrintStream err) {
    this.directory = JournalDirectory.at(path);
    this.path = path;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs a command and ends the process with its status.
   *
   * @param args the command, the directory, and an endpoint where the command takes one
   */
  public static void main(String[] args) {
    System.exit(run(List.of(args), System.out, System.err));
  }

  /**
   * Runs a command.
   *
   * @param args the command, the directory, and an endpoint where the command takes one
   * @param out where the result is written
   * @param err where it is written what is wrong
   * @return {@value #OK}, {@value #FAILED} or {@value #USAGE}
   */
  public static int run(List<String> args, PrintStream out, PrintStream err) {
    String command = args.isEmpty() ? "" : args.get(0);
    boolean understood = switch (command) {
      case "print" -> args.size() == 2 || args.size() == 3;
      case "verify" -> args.size() == 2;
      case "export", "repair" -> args.size() == 3;
      default -> false;
    };
    if (!understood) {
      err.print(HELP);
      return USAGE;
    }
    try {
      Path path = Path.of(args.get(1));
      if (!Files.isDirectory(path)) {
        err.println(path + " is no directory");
        return USAGE;
      }
      return new JournalTool(path, out, err).run(command, args.size() == 3 ? args.get(2) : null);
    } catch (InvalidPathException e) {
      err.println(e.getMessage());
      return USAGE;
    } catch (StoreException e) {
      err.println(e.getMessage());
      return FAILED;
    }
  }

  private int run(String command, @Nullable String endpoint) throws StoreException {
    List<String> endpoints = directory.endpoints();
    if (endpoint == null) {
      return command.equals("verify") ? verify(endpoints) : print(endpoints);
    }
    if (!endpoints.contains(endpoint)) {
      err.println(
          "there is no journal of '" + endpoint + "' in " + path + ", only of " + endpoints);
      return FAILED;
    }
    return switch (command) {
      case "print" -> print(List.of(endpoint));
      case "export" -> export(endpoint);
      default -> repair(endpoint);
    };
  }

  private int verify(List<String> endpoints) throws StoreException {
    int status = OK;
    for (String endpoint : endpoints) {
      Contents contents = directory.read(endpoint);
      List<AuditRecord> records = Journals.audit(contents);
      out.println(endpoint + ": " + summary(records, contents.damage().isPresent()));
      contents
          .torn()
          .ifPresent(
              torn -> out.println(
                  "  a write was broken off: " + torn
                      + "; it was never answered for, and the store sets it aside when it opens the journal"));
      if (contents.damage().isPresent()) {
        out.println("  damaged: " + contents.damage().get());
        status = FAILED;
      }
    }
    if (endpoints.isEmpty()) {
      out.println("no journals in " + path);
    }
    return status;
  }

  private static String summary(List<AuditRecord> records, boolean damaged) {
    if (records.isEmpty()) {
      return damaged ? "no records before the damage" : "no records";
    }
    AuditRecord last = records.get(records.size() - 1);
    return records.size() + (damaged ? " records before the damage, " : " records, ")
        + records.get(0).record().at() + " to " + last.record().at()
        + ", chain ok, last hash " + last.hash();
  }

  private int print(List<String> endpoints) throws StoreException {
    int status = OK;
    for (String endpoint : endpoints) {
      Contents contents = directory.read(endpoint);
      out.println(endpoint);
      @Nullable JournalRecord before = null;
      for (AuditRecord audit : Journals.audit(contents)) {
        out.print(RecordText.of(audit.record(), before));
        before = audit.record();
      }
      status = Math.max(status, warn(contents));
    }
    return status;
  }

  private int export(String endpoint) throws StoreException {
    Contents contents = directory.read(endpoint);
    for (AuditRecord audit : Journals.audit(contents)) {
      out.print(JsonRecord.of(endpoint, audit) + "\n");
    }
    return warn(contents);
  }

  private int warn(Contents contents) {
    if (contents.damage().isPresent()) {
      err.println("damaged: " + contents.damage().get());
      return FAILED;
    }
    return OK;
  }

  private int repair(String endpoint) throws StoreException {
    directory.repair(endpoint).forEach(out::println);
    return OK;
  }
}
