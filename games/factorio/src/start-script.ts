/**
 * What runs in the game container: chooses the world, creates one if there is none, and becomes the game.
 *
 * The image's own entry point is not used. It traces itself (`set -x`) and so prints the RCON password into the
 * container's log; it loads whichever save is newest, which after a restore or a change of the save is the wrong one;
 * it always turns the whitelist on. What remains here is the password in the argument list of the game, for the game
 * reads it from nowhere else. Only the game's own container sees it there, and the game prints `<private>` instead.
 *
 * The world that is played is always `saves/$SAVE_NAME.zip`: `/server-save` and a stop in order write it. After a crash
 * an autosave is the newer state of the same world and takes its place. Autosaves do not say of which world they are, so
 * `config/gse-save` remembers the world that was played last, and autosaves of another one are left alone. A volume that
 * was run by the plain image has no such note: its newest save becomes the world. Whoever restores a world puts it in
 * place as the newest file, or takes the autosaves away with it.
 *
 * Output goes to a file and from there to the container's output. The other way round, through a pipe, the last lines
 * before a crash could be lost, and they are the ones that matter.
 */
export const START_SCRIPT = `
set -euo pipefail
umask 027
game=\${FACTORIO_HOME:-/opt/factorio}
data=\${FACTORIO_VOL:-/factorio}

cd "$data"
if [ -e console.log ]; then mv -f console.log console-previous.log; fi
: > console.log
tail -n +1 -F console.log 2>/dev/null &
exec >>console.log 2>&1 </dev/null

mkdir -p config mods saves scenarios script-output
rm -f saves/*.tmp.zip

# JSON in place: $1 file, $2 its content when absent, the rest for jq.
edit_json() {
  local file=$1
  if [ ! -s "$file" ]; then printf '%s\\n' "$2" > "$file"; fi
  shift 2
  if ! jq "$@" "$file" > "$file.new"; then
    rm -f "$file.new"
    echo "Error: Couldn't parse $data/$file"
    exit 1
  fi
  mv -f "$file.new" "$file"
}

# Admins by setting join those the game knows; nobody is demoted.
edit_json config/server-adminlist.json '[]' --slurpfile wished config/gse-admins.json \\
  '. as $known | . + ($wished[0] - $known)'

# Absent from the list means enabled, so the expansion is named either way.
for mod in elevated-rails quality recycler space-age; do
  if [ -d "$game/data/$mod" ]; then
    edit_json mods/mod-list.json '{"mods":[{"name":"base","enabled":true}]}' --arg name "$mod" --argjson enabled "$SPACE_AGE" \\
      '.mods = ([.mods[] | select(.name != $name)] + [{name: $name, enabled: $enabled}])'
  fi
done

world=saves/$SAVE_NAME.zip
played=$(cat config/gse-save 2>/dev/null || true)
candidates=("$world")
if [ "$played" = "$SAVE_NAME" ]; then candidates+=(saves/_autosave*.zip)
elif [ -z "$played" ] && [ ! -e "$world" ]; then candidates+=(saves/*.zip)
fi
newest=
for save in "\${candidates[@]}"; do
  if [ -f "$save" ] && { [ -z "$newest" ] || [ "$save" -nt "$newest" ]; }; then newest=$save; fi
done
if [ -n "$newest" ] && [ "$newest" != "$world" ]; then
  echo "Going on with $newest as $world: it is the newer one."
  cp -p "$newest" "$world.new"
  mv -f "$world.new" "$world"
fi

run=("$game/bin/x64/factorio")
if [ -x /bin/box64 ]; then run=(/bin/box64 "\${run[@]}"); fi
run+=(--config config/config.ini --mod-directory mods)

if [ ! -f "$world" ]; then
  create=(--create "saves/$SAVE_NAME.tmp.zip")
  preset=$(jq -r .mapPreset config/gse-start.json)
  seed=$(jq -r .mapSeed config/gse-start.json)
  if [ "$preset" != default ]; then create+=(--preset "$preset")
  else
    edit_json config/map-settings.json '{}' .
    jq -s '.[0] * .[1]' "$game/data/map-settings.example.json" config/map-settings.json > config/map-settings.whole.json
    create+=(--map-gen-settings config/map-gen-settings.json --map-settings config/map-settings.whole.json)
  fi
  if [ "$seed" != 0 ]; then create+=(--map-gen-seed "$seed"); fi
  "\${run[@]}" "\${create[@]}"
  mv -f "saves/$SAVE_NAME.tmp.zip" "$world"
fi
printf '%s\\n' "$SAVE_NAME" > config/gse-save

if [ "$(jq -r .whitelist config/gse-start.json)" = true ]; then run+=(--use-server-whitelist); fi
password=$(cat config/rconpw)
exec "\${run[@]}" --port "$PORT" --rcon-port "$RCON_PORT" --rcon-password "$password" \\
  --server-settings config/server-settings.json --server-id config/server-id.json \\
  --server-adminlist config/server-adminlist.json --server-banlist config/server-banlist.json \\
  --server-whitelist config/server-whitelist.json --start-server "$world"
`.trimStart();
