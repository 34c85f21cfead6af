import { SECRETS_FILE } from './files.ts';
import { OWN_QUESTION } from './log.ts';
import { SERVER_FILE } from './settings/index.ts';

/**
 * What runs in the game container: installs or updates the game, puts the line in place that loads plugins, and becomes the game.
 *
 * - SteamCMD may fail on what an earlier, interrupted run left behind; it is asked three times, and the leftovers go in
 *   between. Where an update fails, the build that is there is started: most often it can still be joined.
 * - Every update brings the publisher's gameinfo.gi back, without the line that loads Metamod. It is put in at every start
 *   where Metamod is there, and taken out where plugins are not to be loaded.
 * - `+exec` of the secrets comes first, for the game logs in to Steam with the first token that it knows.
 * - The Steam Web API key is the one secret that the game takes from its arguments only. They are seen in this container
 *   alone, and the game does not print them.
 *
 * Output goes to a file and from there to the container's output. The other way round, through a pipe, the last lines
 * before a crash could be lost, and they are the ones that matter. On the way the questions of the platform are left out, which
 * the game writes to its log every few seconds and cannot be told not to.
 */
export const START_SCRIPT = `
set -uo pipefail
umask 027
data=\${GAME_VOLUME:-/home/steam/cs2-dedicated}
steam=\${STEAMCMD_HOME:-/home/steam/steamcmd}

cd "$data" || exit 1
if [ -e console.log ]; then mv -f console.log console-previous.log; fi
: > console.log
tail -n +1 -F console.log 2>/dev/null | grep --line-buffered -vE '${OWN_QUESTION}' &
exec >>console.log 2>&1 </dev/null

if [ "$STEAM_APP" = 740 ]; then root=$data/csgo-legacy; game=$root/srcds_run; else root=$data; game=$root/game/cs2.sh; fi
export HOME=$data/gse/home
mkdir -p "$root" "$HOME" gse/steamcmd

# SteamCMD updates itself in its own folder, which in the image may not be writable.
if [ ! -e gse/steamcmd/steamcmd.sh ]; then cp -R "$steam/." gse/steamcmd/; fi

if [ "$UPDATE_ON_START" = true ] || [ "$VERIFY_FILES" = true ] || [ ! -x "$game" ]; then
  update=(+force_install_dir "$root" +login anonymous +app_update "$STEAM_APP")
  if [ "$STEAM_BRANCH" != public ]; then update+=(-beta "$STEAM_BRANCH"); fi
  if [ "$VERIFY_FILES" = true ]; then update+=(validate); fi
  code=1
  for attempt in 1 2 3; do
    echo "[gse] Asking Steam for the newest build (attempt $attempt)."
    if bash gse/steamcmd/steamcmd.sh "\${update[@]}" +quit; then code=0; break; else code=$?; fi
    rm -rf "$root/steamapps/downloading" "$root/steamapps/temp" "$root/steamapps/appmanifest_$STEAM_APP.acf"
    sleep "\${RETRY_SECONDS:-10}"
  done
  if [ "$code" != 0 ]; then
    if [ ! -x "$game" ]; then echo "[gse] The game could not be installed (SteamCMD ended with $code)."; exit 1; fi
    echo "[gse] The update failed (SteamCMD ended with $code); starting the build that is here."
  fi
fi

for bits in 32 64; do
  mkdir -p "$HOME/.steam/sdk$bits"
  ln -sfT "$data/gse/steamcmd/linux$bits/steamclient.so" "$HOME/.steam/sdk$bits/steamclient.so"
done

gameinfo=$root/game/csgo/gameinfo.gi
if [ -f "$gameinfo" ]; then
  wanted=false
  if [ "$LOAD_ADDONS" = true ] && [ -d "$root/game/csgo/addons/metamod" ]; then wanted=true; fi
  awk -v wanted="$wanted" '
    /^[ \\t]*Game[ \\t]+csgo\\/addons\\/metamod[ \\t\\r]*$/ { next }
    { print }
    wanted == "true" && /^[ \\t]*Game_LowViolence[ \\t]+csgo_lv/ { print "\\t\\t\\tGame\\tcsgo/addons/metamod" }
  ' "$gameinfo" > "$gameinfo.gse" && if cmp -s "$gameinfo" "$gameinfo.gse"; then rm "$gameinfo.gse"; else mv -f "$gameinfo.gse" "$gameinfo"; fi
  if [ "$wanted" = true ]; then echo '[gse] Plugins are loaded with Metamod.'; fi
fi

run=("$game" -dedicated -console -usercon -ip 0.0.0.0 -port "$PORT" -maxplayers "$MAX_PLAYERS")
if [ "$STEAM_APP" = 740 ]; then run+=(-game csgo -net_port_try 1 -norestart); fi
if [ "$ANTI_CHEAT" != true ]; then run+=(-insecure); fi
if [ -s "$STEAM_API_KEY_FILE" ]; then run+=(-authkey "$(cat "$STEAM_API_KEY_FILE")"); fi
run+=(+exec ${SECRETS_FILE} +exec ${SERVER_FILE} +sv_lan "$LAN" +tv_port "$TV_PORT" +game_type "$GAME_TYPE" +game_mode "$GAME_MODE")
if [ -n "$WORKSHOP_MAP$WORKSHOP_COLLECTION" ]; then
  # With a map or a group of its own the game would play those and never look at the workshop.
  run+=(+map '<empty>' +mp_match_end_changelevel true)
  if [ -n "$WORKSHOP_COLLECTION" ]; then run+=(+host_workshop_collection "$WORKSHOP_COLLECTION")
  else run+=(+host_workshop_map "$WORKSHOP_MAP")
  fi
else
  run+=(+mapgroup "$MAP_GROUP" +map "$MAP")
fi
cd "$(dirname "$game")" || exit 1
exec "\${run[@]}"
`.trimStart();
