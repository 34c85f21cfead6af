/**
 * What runs in the game container, as process 1: gets the artifact of the ordered number, gives a new server its base
 * resources, and runs the game.
 *
 * There is no image of Cfx.re's own, and those of others run as root and take the licence key as an argument. The server wants
 * to be stopped on its console, by SIGINT or by SIGHUP: SIGTERM kills it without a word to its scripts, so it is translated
 * here. (To SIGHUP, because a shell lets its children in the background ignore SIGINT.) Its standard input is kept open,
 * because it reads commands there and some builds spin or crash when it ends.
 *
 * Artifacts have no published checksum. What was unpacked is noted with its own, so that it can be compared later; a download
 * that breaks off is never run. The last artifact is kept beside the new one, so that going back needs no network.
 *
 * Output goes to a file and from there to the container's output. The other way round, through a pipe, the last lines before a
 * crash could be lost, and they are the ones that matter.
 */
export const START_SCRIPT = `
set -eu
umask 027
cd "\${DATA:-/fivem}"
data=$PWD
tmp=\${TMPDIR:-/tmp}
if [ -e console.log ]; then mv -f console.log console-previous.log; fi
: > console.log
tail -n +1 -f console.log &
mirror=$!
# It looks once a second.
trap 'sleep \${LINGER:-1.3}; kill $mirror 2>/dev/null || true' EXIT
exec >>console.log 2>&1

say() { echo "[start] $*"; }
fetch() { wget -q -T 60 -O "$2" "$1"; }
say "FiveM artifact $ARTIFACT, variant $VARIANT"

# The artifact ----------------------------------------------------------------------------------------------------------
home=$data/artifacts/$ARTIFACT
root=$home/alpine
rm -rf artifacts/*.new
if [ ! -x "$root/opt/cfx-server/FXServer" ]; then
  mkdir -p "$home.new"
  if ! fetch "$ARTIFACTS_URL" "$home.new/index"; then
    say "Error: the list of artifacts cannot be downloaded from $ARTIFACTS_URL"
    exit 1
  fi
  name=$(grep -o "$ARTIFACT-[0-9a-f]\\{40\\}" "$home.new/index" | head -n 1 || true)
  if [ -z "$name" ]; then
    say "Error: artifact $ARTIFACT is not published"
    exit 1
  fi
  say "Downloading artifact $name, about 70 MB"
  if ! fetch "$ARTIFACTS_URL$name/fx.tar.xz" "$home.new/fx.tar.xz"; then
    say "Error: artifact $ARTIFACT cannot be downloaded from $ARTIFACTS_URL"
    exit 1
  fi
  say "Unpacking artifact $ARTIFACT"
  sha256sum "$home.new/fx.tar.xz" | cut -d ' ' -f 1 > "$home.new/sha256"
  tar -xJf "$home.new/fx.tar.xz" -C "$home.new"
  rm -f "$home.new/fx.tar.xz" "$home.new/index"
  rm -rf "$home"
  mv "$home.new" "$home"
  say "Artifact $ARTIFACT has the checksum sha256:$(cat "$home/sha256")"
fi
previous=$(cat artifacts/current 2>/dev/null || true)
if [ "$previous" != "$ARTIFACT" ]; then
  for old in artifacts/*/; do
    case "$(basename "$old")" in "$ARTIFACT" | "$previous") ;; *) rm -rf "$old" ;; esac
  done
  echo "$ARTIFACT" > artifacts/current
fi

# What has expired cannot be joined from the server list. Asked in vain, the server starts all the same.
if wget -q -T 10 -O "$tmp/support.json" "$SUPPORT_URL" 2>/dev/null; then
  critical=$(grep -o '"critical" *: *"\\{0,1\\}[0-9]\\{1,7\\}' "$tmp/support.json" | grep -o '[0-9]*$' | head -n 1 || true)
  if [ -n "$critical" ] && [ "$ARTIFACT" -lt "$critical" ]; then
    say "Warning: artifact $ARTIFACT has expired, the oldest that Cfx.re supports is $critical"
  fi
fi

# Base resources, once: who deletes them later does not want them -------------------------------------------------------
mkdir -p server-data/resources txData
if [ ! -e server-data/.base-resources ]; then
  if ! ls -d server-data/resources/*/ 2>/dev/null | grep -qv '\\[gse\\]'; then
    say "Downloading base resources"
    rm -rf base.new && mkdir base.new
    if ! fetch "$RESOURCES_URL" base.new/base.tar.gz; then
      say "Error: the base resources cannot be downloaded from $RESOURCES_URL"
      exit 1
    fi
    tar -xzf base.new/base.tar.gz -C base.new
    cp -R base.new/*/resources/. server-data/resources/
    rm -rf base.new
  fi
  : > server-data/.base-resources
fi

# The game --------------------------------------------------------------------------------------------------------------
leave="server-data/resources/[gse]/gse/leave"
input=$tmp/console
rm -f "$leave" "$input"
mkfifo "$input"
exec 3<>"$input"
set -- "$root/opt/cfx-server/ld-musl-x86_64.so.1" --library-path "$root/usr/lib/v8/:$root/lib/:$root/usr/lib/" -- \\
  "$root/opt/cfx-server/FXServer" +set citizen_dir "$root/opt/cfx-server/citizen/"
if [ "$VARIANT" = txadmin ]; then
  "$@" <&3 &
else
  cd server-data
  "$@" +exec server.cfg <&3 &
  cd "$data"
fi
game=$!

asked=
stop() {
  asked=yes
  trap '' TERM INT HUP
  say "Asked to stop"
  if [ "$VARIANT" = txadmin ]; then kill -s TERM "$game" 2>/dev/null || true
  else
    # Scripts save and players are told; who does not listen to that is told by signal.
    printf 'gse_save\\ngse_quit The%%20server%%20stops.\\n' >&3
    ( sleep \${PATIENCE:-15}; kill -s HUP "$game" 2>/dev/null ) 3>&- &
  fi
}
trap stop TERM INT HUP
if [ "$VARIANT" = txadmin ]; then
  ( while kill -0 "$game" 2>/dev/null; do
      if [ -e "$leave" ]; then rm -f "$leave"; kill -s TERM "$game" 2>/dev/null; fi
      sleep 1
    done ) 3>&- &
fi
code=0
wait "$game" || code=$?
if [ -n "$asked" ]; then
  # The signal broke the waiting off: what it answered is not the game's code.
  again=0
  wait "$game" 2>/dev/null || again=$?
  if [ "$again" != 127 ]; then code=$again; fi
fi
say "The game ended with code $code"
exit "$code"
`.trimStart();
