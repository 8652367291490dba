package dev.belay.store.file;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a store, as far as it is used: everything that reads or writes goes through here, so that tests can put a disk
 * in its place that fails. Names are relative, with {@code /} between folder and file; the empty name is the directory itself.
 * Thread-safe. An interrupted thread reads and writes as any other.
 */
interface Disk {

  /** The whole path, for messages. */
  String path(String name);

  /** What the directory is really called, whatever links lead to it. */
  String realPath() throws IOException;

  /** Creates the directory, with what is above it, unless it is there. */
  void createRoot() throws IOException;

  /** Creates a folder in a folder that is there, unless it is there itself. */
  void createFolder(String folder) throws IOException;

  /** The names in a folder, none if it is not there. */
  List<String> list(String folder) throws IOException;

  /** The length of a file, -1 if it is not there. */
  long length(String file) throws IOException;

  /** Reads a whole file. */
  byte[] read(String file) throws IOException;

  /** Opens a file to write in it. */
  Writing open(String file) throws IOException;

  /** Creates a file to write in it; there must be none. */
  Writing create(String file) throws IOException;

  /** Creates a file with this in it, in place of another one; it lasts if it must. */
  default void put(String file, byte[] bytes, boolean lasting) throws IOException {
    delete(file);
    try (Writing writing = create(file)) {
      writing.write(0, bytes);
      if (lasting) {
        writing.force();
      }
    }
  }

  /** Moves a file in one step, over another one. */
  void move(String from, String to) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(String file) throws IOException;

  /** Makes the names in a folder last. */
  void forceFolder(String folder) throws IOException;

  /** Takes a file for this process, null if another one has it. The file must never be opened otherwise. */
  @Nullable
  Held lock(String file) throws IOException;

  /** Eight bytes that nobody can foresee. */
  long salt();

  /** A file that is open. */
  interface Writing extends Closeable {

    long length() throws IOException;

    void write(long at, byte[] bytes) throws IOException;

    void truncate(long length) throws IOException;

    /** Makes what was written last. */
    void force() throws IOException;
  }

  /** A file that this process has to itself until it is closed. */
  interface Held extends Closeable {

    /** Whether the file is still the one that is found under its name. */
    boolean inPlace();
  }
}
