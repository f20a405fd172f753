// A file system in memory, with the part of Node's fs that Go's js port calls:
// each method ends by calling its callback with (error, result), at once unless
// it has to wait, as for a pipe.

const S_IFIFO = 0o010000, S_IFDIR = 0o040000, S_IFREG = 0o100000;

export const constants = {
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 0o100, O_EXCL: 0o200,
  O_TRUNC: 0o1000, O_APPEND: 0o2000, O_DIRECTORY: 0o200000,
};

function failure(code, path) {
  const error = new Error(`${code}: ${path}`);
  error.code = code;
  return error;
}

// resolve makes a path absolute and plain.
export function resolve(cwd, path) {
  const parts = [];
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return "/" + parts.join("/");
}

// A Pipe keeps what is written until it is read. Reading an empty one waits; once
// all its writers are gone, reading finds the end.
export class Pipe {
  chunks = [];
  waiting = [];
  writers = 0;
  written = false; // was there ever a writer?

  write(bytes) {
    if (bytes.length === 0) return;
    this.chunks.push(bytes.slice());
    this.serve();
  }

  // read calls back with (null, n), 0 at the end.
  read(buffer, offset, length, callback) {
    this.waiting.push({ buffer, offset, length, callback });
    this.serve();
  }

  closeWriter() {
    this.writers--;
    this.serve();
  }

  serve() {
    while (this.waiting.length > 0) {
      const chunk = this.chunks[0];
      if (chunk === undefined) {
        if (this.writers > 0 || !this.written) return;
        this.waiting.shift().callback(null, 0);
        continue;
      }
      const { buffer, offset, length, callback } = this.waiting.shift();
      const n = Math.min(length, chunk.length);
      buffer.set(chunk.subarray(0, n), offset);
      if (n === chunk.length) this.chunks.shift();
      else this.chunks[0] = chunk.subarray(n);
      callback(null, n);
    }
  }
}

class File {
  bytes = new Uint8Array(0);
  size = 0;
  constructor(mode, time) {
    this.mode = mode;
    this.time = time;
  }

  reserve(size) {
    if (size <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(size, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.size));
    this.bytes = larger;
  }

  truncate(size) {
    this.reserve(size);
    if (size < this.size) this.bytes.fill(0, size, this.size);
    this.size = size;
  }
}

class Folder {
  entries = new Map();
  constructor(mode, time) {
    this.mode = mode;
    this.time = time;
  }
}

export class FileSystem {
  constructor(now = () => Date.now()) {
    this.now = now;
    this.root = new Folder(S_IFDIR | 0o755, now());
    this.inodes = new WeakMap();
    this.lastInode = 0;
  }

  // find returns what is at an absolute path, or undefined.
  find(path) {
    let node = this.root;
    for (const part of path.split("/")) {
      if (part === "") continue;
      if (!(node instanceof Folder)) return undefined;
      node = node.entries.get(part);
    }
    return node;
  }

  // parent returns the folder of a path, and the path's last name.
  parent(path) {
    const at = path.lastIndexOf("/");
    const folder = this.find(path.slice(0, at));
    if (!(folder instanceof Folder)) throw failure(folder ? "ENOTDIR" : "ENOENT", path);
    return [folder, path.slice(at + 1)];
  }

  need(path) {
    const node = this.find(path);
    if (node === undefined) throw failure("ENOENT", path);
    return node;
  }

  makeFolders(path) {
    let node = this.root;
    for (const part of path.split("/")) {
      if (part === "") continue;
      if (!node.entries.has(part)) node.entries.set(part, new Folder(S_IFDIR | 0o755, this.now()));
      node = node.entries.get(part);
      if (!(node instanceof Folder)) throw failure("ENOTDIR", path);
    }
    return node;
  }

  // put writes a file whole, with the folders that it needs.
  put(path, bytes) {
    this.makeFolders(path.slice(0, path.lastIndexOf("/")));
    const [folder, name] = this.parent(path);
    const file = new File(S_IFREG | 0o644, this.now());
    file.bytes = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
    file.size = file.bytes.length;
    folder.entries.set(name, file);
  }

  // get returns the content of a file, or undefined.
  get(path) {
    const file = this.find(path);
    return file instanceof File ? file.bytes.subarray(0, file.size) : undefined;
  }

  makePipe(path) {
    const [folder, name] = this.parent(path);
    if (folder.entries.has(name)) throw failure("EEXIST", path);
    const pipe = new Pipe();
    pipe.mode = S_IFIFO | 0o600;
    pipe.time = this.now();
    folder.entries.set(name, pipe);
  }

  inode(node) {
    if (!this.inodes.has(node)) this.inodes.set(node, ++this.lastInode);
    return this.inodes.get(node);
  }

  stat(node) {
    const size = node instanceof File ? node.size : 0;
    return {
      dev: 1, ino: this.inode(node), mode: node.mode, nlink: 1, uid: 0, gid: 0, rdev: 0,
      size, blksize: 4096, blocks: Math.ceil(size / 512),
      atimeMs: node.time, mtimeMs: node.time, ctimeMs: node.time,
      isDirectory: () => node instanceof Folder,
    };
  }
}

// forProcess returns the fs of one process: its open files, its folder, and where its
// standard output and error go. stdin may be a Pipe; without one, input is at its end.
export function forProcess(files, { cwd = "/", stdin, stdout, stderr } = {}) {
  const where = { cwd };
  const open = new Map([
    [0, { pipe: stdin ?? Object.assign(new Pipe(), { written: true }) }],
    [1, { sink: stdout ?? (() => {}) }],
    [2, { sink: stderr ?? (() => {}) }],
  ]);
  let nextFd = 3;
  const at = (path) => resolve(where.cwd, path);
  const handle = (fd) => {
    const h = open.get(fd);
    if (h === undefined) throw failure("EBADF", fd);
    return h;
  };

  const write = (fd, buffer, offset, length, position) => {
    const h = handle(fd);
    const bytes = buffer.subarray(offset, offset + length);
    if (h.sink) h.sink(bytes);
    else if (h.pipe) h.pipe.write(bytes);
    else {
      if (!(h.node instanceof File)) throw failure("EISDIR", fd);
      const start = h.append ? h.node.size : position ?? h.position;
      h.node.reserve(start + length);
      h.node.bytes.set(bytes, start);
      h.node.size = Math.max(h.node.size, start + length);
      h.node.time = files.now();
      if (position === null || position === undefined) h.position = start + length;
    }
    return length;
  };

  const remove = (path, kind, otherwise) => {
    const [folder, name] = files.parent(at(path));
    const node = folder.entries.get(name);
    if (node === undefined) throw failure("ENOENT", path);
    if (node instanceof Folder !== kind) throw failure(otherwise, path);
    if (kind && node.entries.size > 0) throw failure("ENOTEMPTY", path);
    folder.entries.delete(name);
  };

  // What answers at once: (…arguments) → result.
  const operations = {
    open(path, flags, mode) {
      path = at(path);
      let node = files.find(path);
      if (node !== undefined && flags & constants.O_CREAT && flags & constants.O_EXCL) throw failure("EEXIST", path);
      if (node === undefined) {
        if (!(flags & constants.O_CREAT)) throw failure("ENOENT", path);
        const [folder, name] = files.parent(path);
        node = new File(S_IFREG | (mode & 0o777), files.now());
        folder.entries.set(name, node);
      }
      const writes = (flags & 3) !== constants.O_RDONLY;
      if (node instanceof Folder && writes) throw failure("EISDIR", path);
      if (!(node instanceof Folder) && flags & constants.O_DIRECTORY) throw failure("ENOTDIR", path);
      if (node instanceof File && flags & constants.O_TRUNC) node.truncate(0);
      const h = { node, position: 0, append: (flags & constants.O_APPEND) !== 0 };
      if (node instanceof Pipe) {
        h.pipe = node;
        h.writes = writes;
        if (writes) {
          node.writers++;
          node.written = true;
        }
      }
      open.set(nextFd, h);
      return nextFd++;
    },
    close(fd) {
      const h = handle(fd);
      open.delete(fd);
      if (h.writes) h.pipe.closeWriter();
    },
    write,
    mkdir(path, mode) {
      path = at(path);
      const [folder, name] = files.parent(path);
      if (folder.entries.has(name)) throw failure("EEXIST", path);
      folder.entries.set(name, new Folder(S_IFDIR | (mode & 0o777), files.now()));
    },
    readdir(path) {
      const node = files.need(at(path));
      if (!(node instanceof Folder)) throw failure("ENOTDIR", path);
      return [...node.entries.keys()];
    },
    rename(from, to) {
      const [source, old] = files.parent(at(from));
      const node = source.entries.get(old);
      if (node === undefined) throw failure("ENOENT", from);
      const [target, name] = files.parent(at(to));
      source.entries.delete(old);
      target.entries.set(name, node);
    },
    unlink: (path) => remove(path, false, "EISDIR"),
    rmdir: (path) => remove(path, true, "ENOTDIR"),
    stat: (path) => files.stat(files.need(at(path))),
    lstat: (path) => files.stat(files.need(at(path))),
    fstat(fd) {
      const h = handle(fd);
      return files.stat(h.node ?? Object.assign(h, { mode: S_IFIFO | 0o600, time: 0 }));
    },
    truncate: (path, size) => files.need(at(path)).truncate(size),
    ftruncate: (fd, size) => handle(fd).node.truncate(size),
    chmod(path, mode) {
      const node = files.need(at(path));
      node.mode = (node.mode & ~0o777) | (mode & 0o777);
    },
    fchmod(fd, mode) {
      const { node } = handle(fd);
      node.mode = (node.mode & ~0o777) | (mode & 0o777);
    },
    utimes(path, _, modified) {
      files.need(at(path)).time = modified * 1000;
    },
    fsync() {}, chown() {}, fchown() {}, lchown() {},
    readlink(path) {
      files.need(at(path));
      throw failure("EINVAL", path);
    },
    link(path) {
      throw failure("ENOSYS", path);
    },
    symlink(path) {
      throw failure("ENOSYS", path);
    },
  };

  const fs = {
    constants,
    writeSync: (fd, buffer) => write(fd, buffer, 0, buffer.length, null),
    read(fd, buffer, offset, length, position, callback) {
      let h;
      try {
        h = handle(fd);
        if (h.sink || h.node instanceof Folder) throw failure("EISDIR", fd);
      } catch (error) {
        return callback(error);
      }
      if (h.pipe) return h.pipe.read(buffer, offset, length, callback);
      const start = position ?? h.position;
      const n = Math.max(0, Math.min(length, h.node.size - start));
      buffer.set(h.node.bytes.subarray(start, start + n), offset);
      if (position === null || position === undefined) h.position = start + n;
      callback(null, n);
    },
  };
  for (const [name, operation] of Object.entries(operations)) {
    fs[name] = (...args) => {
      const callback = args.pop();
      let result;
      try {
        result = operation(...args);
      } catch (error) {
        return callback(error);
      }
      callback(null, result);
    };
  }
  const process = {
    pid: 1, ppid: 0, umask: () => 0o022,
    getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [],
    cwd: () => where.cwd,
    chdir(path) {
      if (!(files.find(at(path)) instanceof Folder)) throw failure("ENOENT", path);
      where.cwd = at(path);
    },
  };
  const waits = () => [...open.values()].some((h) => h.pipe?.waiting.length > 0);
  const closeAll = () => {
    for (const h of open.values()) if (h.writes) h.pipe.closeWriter();
    open.clear();
  };
  return { fs, process, path: { resolve: (...parts) => at(parts.join("/")) }, waits, closeAll };
}
