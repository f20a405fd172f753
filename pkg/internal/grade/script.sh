# Compiles the Go program of SIZE bytes that standard input begins with, and runs
# it: FOLDER/program, in FOLDER/tmp, on this machine by the command in the arguments.
# What is left of standard input is the program's own.
umask 077
mkdir -p "$FOLDER/tmp" || exit 89
cd "${LITTLESTEPS_ROOT:-/opt/littlesteps}" || exit 89
# One byte at a time, so that none is taken of what follows.
dd bs=1 count="$SIZE" of="$FOLDER/main.go" 2>/dev/null || exit 89
# In the image, compiled packages lie where nothing can be written; Go wants to.
if [ -n "$LITTLESTEPS_COMPILED" ]; then
	export GOCACHE="$FOLDER/compiled"
	mkdir "$GOCACHE" && cp -as "$LITTLESTEPS_COMPILED/." "$GOCACHE" || exit 89
fi
go build -o "$FOLDER/program" "$FOLDER/main.go" </dev/null >&2 || exit 90
rm "$FOLDER/main.go"
cd "$FOLDER/tmp" || exit 89
ulimit -c 0
ulimit -f 524288 # blocks of 512 bytes: 256 MB in one file
if [ -n "$ADDRESSES" ]; then # on this machine
	mkdir "$FOLDER/proc" && chmod 755 "$FOLDER" "$FOLDER/proc" "$FOLDER/program" || exit 89
	[ -z "$OWNER" ] || chown "$OWNER" "$FOLDER/tmp" || exit 89
	ulimit -v "$ADDRESSES" 2>/dev/null # kB; macOS has no such limit
	echo "littlesteps: built" >&2
	exec "$@" # so that it ends with who waits for it
fi
echo "littlesteps: built" >&2
# It ends by itself, also where nobody is left to end it.
timeout -s KILL "$LONGEST" env -i PATH="$PATH" HOME="$FOLDER/tmp" TMPDIR="$FOLDER/tmp" LITTLESTEPS_ANSWERS=1 "$FOLDER/program"
status=$?
# In a container the folder is a disk of its own.
left=$(df -Pk "$FOLDER" | awk 'END { print $4 }')
[ "${left:-99999}" -ge 1024 ] || exit 91
exit "$status"
