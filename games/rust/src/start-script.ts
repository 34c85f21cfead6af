import { PORTS } from './ports.ts';
import { IDENTITY, START_FILE, WORLD, WORLD_NOTE } from './folders.ts';

/** Steam's number of the dedicated server. */
const STEAM_APP = 258_550;

const STEAMCMD_URL = 'https://steamcdn-a.akamaihd.net/client/installer/steamcmd_linux.tar.gz';
/** Where frameworks for plugins are published, for Linux. */
const OXIDE_URL = 'https://github.com/OxideMod/Oxide.Rust/releases/latest/download/Oxide.Rust-linux.zip';
const CARBON_URL = 'https://github.com/CarbonCommunity/Carbon/releases/download/production_build/Carbon.Linux.Release.tar.gz';

/**
 * What runs in the game container: installs or updates the game, puts the plugin framework on it, decides which world is
 * played, and becomes the game.
 *
 * The image's own entry point is not used. It validates every file at every start, which takes minutes and takes Oxide's
 * changes back; it starts a web server with a console for whoever finds it; and it makes a new world as soon as the seed
 * or the size in its environment changes. What remains here:
 *
 * - A world keeps what it was made with. The game makes an empty new one when seed, size or kind on its command line
 *   differ from the last start; so they are remembered in a note, and what is wished counts from the next wipe on. A
 *   volume without the note has its figures in the names of its files.
 * - Oxide changes files of the game, and an update brings them back; it is put on again at every start. Whoever turns it
 *   off gets the original files by validating once. Carbon lies beside the game.
 * - The game reads the RCON password from nowhere but its arguments. Only the game's own container sees them; the
 *   password is not part of the pod, and the game does not print it.
 *
 * Output goes to a file and from there to the container's output. The other way round, through a pipe, the last lines
 * before a crash could be lost, and they are the ones that matter.
 */
export const START_SCRIPT = `
set -euo pipefail
umask 027
data=\${RUST_VOL:-/data}
steam=\${STEAMCMD_HOME:-/steamcmd}

cd "$data"
if [ -e console.log ]; then mv -f console.log console-previous.log; fi
: > console.log
tail -n +1 -F console.log 2>/dev/null &
exec >>console.log 2>&1 </dev/null

mkdir -p gse ${WORLD}/cfg
export HOME=$data/gse/home
mkdir -p "$HOME" gse/steamcmd

# SteamCMD updates itself in its own folder, which in the image may not be writable.
if [ ! -e gse/steamcmd/steamcmd.sh ]; then
  if [ -e "$steam/steamcmd.sh" ] && [ -e "$steam/linux32" ]; then cp -R "$steam/steamcmd.sh" "$steam/linux32" gse/steamcmd/
  elif ! curl -fsSL --retry 3 --max-time 120 ${STEAMCMD_URL} | tar -xz -C gse/steamcmd; then
    rm -rf gse/steamcmd
    echo '[gse] The game could not be installed: SteamCMD could not be downloaded.'
    exit 1
  fi
fi

build() { sed -n 's/^[[:space:]]*"buildid"[[:space:]]*"\\([0-9]*\\)".*/\\1/p' steamapps/appmanifest_${STEAM_APP}.acf 2>/dev/null | head -n 1; }
had=$(cat gse/framework.txt 2>/dev/null || echo vanilla)

update=(+force_install_dir "$data" +login anonymous +app_update ${STEAM_APP})
if [ "$BRANCH" != public ]; then update+=(-beta "$BRANCH"); fi
if [ ! -x RustDedicated ] || { [ "$had" = oxide ] && [ "$FRAMEWORK" != oxide ]; }; then update+=(validate); fi
if [ "$UPDATE_ON_START" = true ] || [ ! -x RustDedicated ] || [ "\${update[-1]}" = validate ]; then
  updated=false
  for attempt in 1 2 3; do
    echo "[gse] Asking Steam for the newest build (attempt $attempt)."
    if bash gse/steamcmd/steamcmd.sh "\${update[@]}" +quit; then updated=true; break; fi
    sleep "\${RETRY_SECONDS:-10}"
  done
  if [ "$updated" = false ]; then
    if [ ! -x RustDedicated ]; then echo '[gse] The game could not be installed.'; exit 1; fi
    echo '[gse] The update failed; starting the build that is here.'
  fi
fi
echo "[gse] Build $(build) of branch $BRANCH"

# $1 name, $2 address, $3 how it is unpacked.
put_on() {
  if curl -fsSL --retry 3 --max-time 300 -o gse/framework.download "$2"; then
    case $3 in
      zip) if command -v bsdtar >/dev/null; then bsdtar -xf gse/framework.download -C "$data"; else unzip -oq gse/framework.download -d "$data"; fi ;;
      *) tar -xzf gse/framework.download -C "$data" ;;
    esac
    rm -f gse/framework.download
    printf '%s\\n' "$(build)" > gse/build.txt
    echo "[gse] $1 is up to date."
  elif [ "$had" = "$FRAMEWORK" ] && [ "$(cat gse/build.txt 2>/dev/null)" = "$(build)" ]; then
    echo "[gse] $1 could not be downloaded; the one that is here was made for this build."
  else
    echo "[gse] $1 could not be downloaded, and the server is not started without its plugins."
    exit 1
  fi
}
case $FRAMEWORK in
  oxide) put_on Oxide ${OXIDE_URL} zip ;;
  carbon) put_on Carbon ${CARBON_URL} tar ;;
esac
printf '%s\\n' "$FRAMEWORK" > gse/framework.txt

declare -A wished=() world=()
while read -r key value; do wished[$key]=$value; done < ${START_FILE}

shopt -s nullglob
saves=(${WORLD}/*.sav)
maps=(${WORLD}/proceduralmap.*.map)
if [ \${#saves[@]} -eq 0 ]; then rm -f ${WORLD_NOTE}; fi
if [ -e ${WORLD_NOTE} ]; then
  while read -r key value; do world[$key]=$value; done < ${WORLD_NOTE}
  echo '[gse] The world that is here goes on; changes to the map hold from the next wipe on.'
else
  for key in server.level server.seed server.worldsize server.levelurl; do world[$key]=\${wished[$key]:-}; done
  if [ "\${world[server.seed]}" = 0 ]; then world[server.seed]=$(( (RANDOM << 15 | RANDOM) + 1 )); fi
  newest=
  for map in "\${maps[@]}"; do if [ -z "$newest" ] || [ "$map" -nt "$newest" ]; then newest=$map; fi; done
  if [ \${#saves[@]} -gt 0 ] && [[ $newest =~ /proceduralmap\\.([0-9]+)\\.([0-9]+)\\.[0-9]+\\.map$ ]]; then
    world=([server.level]='Procedural Map' [server.worldsize]=\${BASH_REMATCH[1]} [server.seed]=\${BASH_REMATCH[2]} [server.levelurl]=)
    echo '[gse] The world that is here is taken over, with the size and the seed of its files.'
  fi
  for key in "\${!world[@]}"; do printf '%s %s\\n' "$key" "\${world[$key]}"; done > ${WORLD_NOTE}
fi

run=(./RustDedicated -batchmode -nographics
  +server.ip 0.0.0.0 +server.port ${PORTS.game.number} +server.queryport ${PORTS.query.number}
  +rcon.ip 0.0.0.0 +rcon.port ${PORTS.rcon.number} +rcon.web 1 +server.identity ${IDENTITY})
for key in "\${!wished[@]}"; do
  case $key in server.level | server.seed | server.worldsize | server.levelurl) continue ;; esac
  if [ -n "\${wished[$key]}" ]; then run+=("+$key" "\${wished[$key]}"); fi
done
if [ -n "\${world[server.levelurl]:-}" ]; then run+=(+server.levelurl "\${world[server.levelurl]}")
else run+=(+server.level "\${world[server.level]}" +server.seed "\${world[server.seed]}" +server.worldsize "\${world[server.worldsize]}")
fi
if [ "$FRAMEWORK" = carbon ]; then set +u; source carbon/tools/environment.sh; set -u; fi
export LD_LIBRARY_PATH=$data/RustDedicated_Data/Plugins/x86_64\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
password=$(cat "$RCON_PASSWORD_FILE")
exec "\${run[@]}" +rcon.password "$password"
`.trimStart();
