# Sourced by the other scripts: finds Java, Maven and what else the build needs, or says how to get it.
# shellcheck shell=bash

say() { printf 'flawsmith: %s\n' "$*" >&2; }

# The first of the given Debian packages that this release knows.
first_known() {
  local package
  for package in "$@"; do
    if apt-cache show "$package" >/dev/null 2>&1; then
      printf '%s\n' "$package"
      return
    fi
  done
  printf '%s\n' "$1"
}

# may_install: whether Debian packages can be installed without asking anyone.
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_updated=no
# install_debian WHAT PACKAGE...: each PACKAGE may list alternatives, "a|b"; says what to type where it may not install.
install_debian() {
  local what=$1 packages=() alternatives
  shift
  if may_install && [ "$apt_updated" = no ]; then
    apt-get update -qq >&2 || say "apt-get update failed; trying with the lists at hand"
    apt_updated=yes
  fi
  local package
  for package in "$@"; do
    IFS='|' read -ra alternatives <<<"$package"
    packages+=("$(first_known "${alternatives[@]}")")
  done
  if may_install; then
    say "$what is missing; installing ${packages[*]}"
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2; then
      return 0
    fi
    say "the installation failed"
  fi
  say "$what is missing. On Debian or Ubuntu type:  sudo apt-get update && sudo apt-get install -y ${packages[*]}"
  return 1
}

java_major() { "$1" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1; }

# find_java TOOL: sets java_home to a Java 17 or newer that has bin/TOOL.
find_java() {
  local tool=$1 home found major on_path
  on_path=$(command -v "$tool" || true)
  found=
  for home in "${JAVA_HOME:-}" "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" \
    /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if [ -n "$home" ] && [ -x "$home/bin/$tool" ] && [ -x "$home/bin/java" ]; then
      major=$(java_major "$home/bin/java")
      if [ "${major:-0}" -ge 17 ]; then
        java_home=$home
        return 0
      fi
      found="$found $home (Java ${major:-?})"
    fi
  done
  [ -z "$found" ] || say "expected Java 17 or newer, found$found"
  return 1
}

need_java() {
  find_java java || { install_debian "Java 17 or newer" "openjdk-17-jdk-headless|openjdk-21-jdk-headless|default-jdk-headless" \
    && find_java java; } || exit 1
}

need_build_tools() {
  find_java javac || { install_debian "a Java 17 development kit" \
    "openjdk-17-jdk-headless|openjdk-21-jdk-headless|default-jdk-headless" && find_java javac; } || exit 1
  command -v mvn >/dev/null || install_debian "Maven" maven || exit 1
  export JAVA_HOME=$java_home
}
